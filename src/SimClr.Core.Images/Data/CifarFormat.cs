namespace SimClr.Core.Data;

/// <summary>Which of the CIFAR data sets, and which of its labels.</summary>
public enum CifarFormat
{
    /// <summary>CIFAR-10: ten classes, one label byte a record.</summary>
    Cifar10,

    /// <summary>CIFAR-100 with its 100 fine labels, the second of a record's two label bytes.</summary>
    Cifar100Fine,

    /// <summary>CIFAR-100 with its 20 coarse labels, the first of a record's two label bytes.</summary>
    Cifar100Coarse,
}

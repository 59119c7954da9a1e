using SimClr.Core.Losses;

namespace SimClr.Core.Tests.Building;

public sealed class LossOptionsTests
{
    [Theory]
    [InlineData(typeof(NtXentOptions), typeof(NtXentLoss))]
    [InlineData(typeof(NtLogisticOptions), typeof(NtLogisticLoss))]
    [InlineData(typeof(MarginTripletOptions), typeof(MarginTripletLoss))]
    [InlineData(typeof(MarginContrastiveOptions), typeof(MarginContrastiveLoss))]
    [InlineData(typeof(SupConOptions), typeof(SupConLoss))]
    [InlineData(typeof(DclOptions), typeof(DclLoss))]
    public void Options_OfALoss_HaveTheDefaultsOfItsConstructor(Type options, Type loss)
    {
        object defaults = Activator.CreateInstance(options)!;
        foreach (System.Reflection.ParameterInfo parameter in loss.GetConstructors().Single().GetParameters())
        {
            string name = char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..];
            options.GetProperty(name)!.GetValue(defaults).Should().Be(parameter.DefaultValue, name);
        }
    }
}

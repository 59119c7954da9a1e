using SimClr.Core.Files;

namespace SimClr.Core.Data.Cifar;

/// <summary>The records of one file.</summary>
/// <param name="Images">Slices of one buffer.</param>
/// <param name="Labels">One an image.</param>
internal sealed record CifarFile(Image[] Images, byte[] Labels)
{
    /// <exception cref="ImageReadException">The file cannot be read or is not what its format says.</exception>
    public static CifarFile Read(string file, CifarRecordLayout layout)
    {
        byte[] bytes = ReadGuard.Run(file, () => ReadBytes(file, layout));
        int count = bytes.Length / layout.RecordBytes;
        Image[] images = new Image[count];
        byte[] labels = new byte[count];
        for (int record = 0; record < count; record++)
        {
            int start = record * layout.RecordBytes;
            labels[record] = Label(bytes[start + layout.LabelOffset], layout, file, record);
            ReadOnlyMemory<byte> pixels = bytes.AsMemory(start + layout.LabelBytes, CifarRecordLayout.PixelBytes);
            images[record] = new Image(
                pixels, CifarRecordLayout.Side, CifarRecordLayout.Side, CifarRecordLayout.Channels, PixelLayout.Planar);
        }

        return new CifarFile(images, labels);
    }

    private static byte Label(byte label, CifarRecordLayout layout, string file, int record)
    {
        int classes = layout.ClassNames.Count;
        return label < classes
            ? label
            : throw new ImageReadException($"{file}, record {record}: expected a {layout.Name} label below {classes}, but found {label}.");
    }

    private static byte[] ReadBytes(string file, CifarRecordLayout layout)
    {
        if (PathProblem.OfFile(file) is { } problem)
            throw new InvalidDataException($"expected {layout.Name} records, but {problem}.");
        using FileStream stream = File.OpenRead(file);
        CheckSize(stream.Length, layout);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static void CheckSize(long size, CifarRecordLayout layout)
    {
        (long records, long rest) = Math.DivRem(size, layout.RecordBytes);
        string expected = $"expected {layout.Name} records of {layout.RecordBytes} bytes";
        if (size == 0)
            throw new InvalidDataException($"{expected}, but the file is empty.");
        if (rest != 0)
            throw new InvalidDataException($"{expected}, but the file has {size} bytes: record {records} ends after {rest}.");
        if (size > Array.MaxLength)
            throw new InvalidDataException($"{expected}, at most {Array.MaxLength} bytes in all, but the file has {size}.");
    }
}

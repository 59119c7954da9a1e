namespace SimClr.Core.Samples.Pictures;

/// <summary>Where everything on an <see cref="ImageSheet"/> goes, in points.</summary>
internal sealed class SheetLayout
{
    public const float PixelsPerPoint = 2;
    public const float Margin = 24;
    public const float Cell = 96;
    public const float TitleSize = 18;
    public const float TextSize = 12;
    private const float Gap = 10;
    private const float GapAfterFirstColumn = 30;
    private const float CaptionHeight = 18;
    private const float HeadingHeight = 26;
    private const float LineHeight = 20;

    private readonly float _firstRow;
    private readonly float _rowHeight;

    private SheetLayout(int columns, int rows, float textWidth, bool hasCaptions)
    {
        TitleBaseline = Margin + 16;
        SubtitleBaseline = TitleBaseline + LineHeight;
        HeadingBaseline = SubtitleBaseline + HeadingHeight;
        _firstRow = HeadingBaseline + 10;
        _rowHeight = Cell + Gap + (hasCaptions ? CaptionHeight : 0);
        Width = Math.Max(Left(columns - 1) + Cell, Margin + textWidth) + Margin;
        Height = _firstRow + rows * _rowHeight - Gap + Margin;
    }

    public float Width { get; }

    public float Height { get; }

    public float TitleBaseline { get; }

    public float SubtitleBaseline { get; }

    public float HeadingBaseline { get; }

    public static SheetLayout For(ImageSheet sheet)
        => new(
            sheet.Headings.Count,
            sheet.Rows.Count,
            Math.Max(SheetPen.Measure(sheet.Title, TitleSize), SheetPen.Measure(sheet.Subtitle, TextSize)),
            sheet.Rows.SelectMany(row => row).Any(cell => cell.Caption.Length > 0));

    public static float Left(int column) => Margin + column * (Cell + Gap) + (column > 0 ? GapAfterFirstColumn - Gap : 0);

    public float Top(int row) => _firstRow + row * _rowHeight;
}

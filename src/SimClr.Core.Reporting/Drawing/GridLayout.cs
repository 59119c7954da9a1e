namespace SimClr.Core.Reporting.Drawing;

/// <summary>Where everything on an <see cref="ImageGrid"/> goes, in points.</summary>
internal sealed class GridLayout
{
    public const float PixelsPerPoint = 2;
    public const float Margin = 24;
    public const float TitleSize = 18;
    public const float TextSize = 12;
    private const float Gap = 10;
    private const float GapAfterFirstColumn = 30;
    private const float CaptionHeight = 18;
    private const float HeadingHeight = 26;
    private const float LineHeight = 20;

    private readonly ImageGrid _grid;
    private readonly float _firstRow;
    private readonly float _rowHeight;

    public GridLayout(ImageGrid grid)
    {
        _grid = grid;
        TitleBaseline = Margin + 16;
        SubtitleBaseline = grid.Title.Length > 0 ? TitleBaseline + LineHeight : Margin + TextSize;
        float textBottom = grid.Subtitle.Length > 0 ? SubtitleBaseline : grid.Title.Length > 0 ? TitleBaseline : Margin - 10;
        HeadingBaseline = textBottom + HeadingHeight;
        _firstRow = (grid.Headings.Count > 0 ? HeadingBaseline : textBottom) + 10;
        bool hasCaptions = grid.Rows.SelectMany(row => row).Any(cell => cell.Caption.Length > 0);
        _rowHeight = grid.CellSize + Gap + (hasCaptions ? CaptionHeight : 0);
        int columns = Math.Max(grid.Headings.Count, grid.Rows.Select(row => row.Length).DefaultIfEmpty(0).Max());
        float textWidth = Math.Max(GridPen.Measure(grid.Title, TitleSize), GridPen.Measure(grid.Subtitle, TextSize));
        Width = Math.Max(columns > 0 ? Left(columns - 1) + grid.CellSize : Margin, Margin + textWidth) + Margin;
        Height = Math.Max(_firstRow + grid.Rows.Count * _rowHeight - Gap, textBottom) + Margin;
    }

    public float Width { get; }

    public float Height { get; }

    public float TitleBaseline { get; }

    public float SubtitleBaseline { get; }

    public float HeadingBaseline { get; }

    public float Left(int column)
        => Margin + column * (_grid.CellSize + Gap) + (column > 0 && _grid.IsFirstColumnApart ? GapAfterFirstColumn - Gap : 0);

    public float Top(int row) => _firstRow + row * _rowHeight;
}

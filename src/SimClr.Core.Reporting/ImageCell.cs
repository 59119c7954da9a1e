using SimClr.Core.Data;

namespace SimClr.Core.Samples.Pictures;

/// <summary>One picture on a sheet, with a line of text below it.</summary>
public sealed record SheetCell(Image Image, string Caption = "", CellFrame Frame = CellFrame.None);

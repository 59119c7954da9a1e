using System.Globalization;
using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Benchmarks.Recipes;

/// <summary>
/// What a representation looks at, in a word: parts joined by <c>+</c>, each a size (<c>32</c>) or patches (<c>40/20x3</c>: the image at
/// 40 pixels, patches of 20, 3 x 3 of them); then, after a colon, the layers: <c>h</c>, <c>hidden</c> or <c>h,hidden</c>.
/// </summary>
internal static class LookText
{
    /// <exception cref="FormatException">It is something else.</exception>
    public static ReadOut Parse(string text)
    {
        string[] halves = text.Split(':');
        return new ReadOut
        {
            Views = [.. halves[0].Split('+').SelectMany(part => Part(part, text))],
            Layers = [.. (halves.Length > 1 ? halves[1] : "h").Split(',').Select(layer => Layer(layer, text))],
            NormalizeParts = true,
        };
    }

    private static IEnumerable<IAugmentation> Part(string part, string text)
    {
        int[] numbers = [.. part.Split('/', 'x').Select(number => Number(number, text))];
        IAugmentation size = EvaluationViews.Sizes(numbers[0])[0];
        return numbers.Length switch
        {
            1 => [size],
            3 => EvaluationViews.Grid(numbers[1], numbers[2], numbers[2]).Select(patch => new AugmentationPipeline(size, patch)),
            _ => throw Unreadable(text),
        };
    }

    private static int Layer(string layer, string text) => layer switch
    {
        "h" => 0,
        "hidden" => 1,
        _ => throw Unreadable(text),
    };

    private static int Number(string number, string text)
        => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : throw Unreadable(text);

    private static FormatException Unreadable(string text)
        => new($"Expected parts like 32 or 40/20x3, joined by +, and layers like :h,hidden after them, found '{text}'.");
}

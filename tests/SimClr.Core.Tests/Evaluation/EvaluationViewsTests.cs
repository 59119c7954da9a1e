using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Evaluation;

public sealed class EvaluationViewsTests
{
    // Each value says where it was: 10 * row + column, 7 rows of 6.
    private static Image Numbered { get; } = new(
        Enumerable.Range(0, 42).Select(i => (byte)(10 * (i / 6) + i % 6)).ToArray(), 6, 7, 1);

    [Fact]
    public void FiveCrop_OfNumberedPixels_CutsCornersAndCenter()
        => EvaluationViews.FiveCrop(4).Select(view => Corner(view)).Should().Equal((0, 4), (2, 4), (30, 4), (32, 4), (21, 4));

    [Fact]
    public void FiveCrop_AfterAnotherOperation_CutsItsResult()
    {
        IAugmentation[] views = [.. EvaluationViews.FiveCrop(3).Select(crop => new AugmentationPipeline(new CenterCrop(5), crop))];

        views.Select(view => Corner(view)).Should().Equal((10, 3), (12, 3), (30, 3), (32, 3), (21, 3));
    }

    [Fact]
    public void FiveCrop_AfterAResize_IsThePartOfTheResizedImage()
    {
        View whole = Make(new Resize(11, 9));
        foreach ((IAugmentation crop, (int top, int left)) in EvaluationViews.FiveCrop(5).Zip([(0, 0), (0, 4), (6, 0), (6, 4), (3, 2)]))
        {
            View part = Make(new AugmentationPipeline(new Resize(11, 9), crop));
            for (int row = 0; row < 5; row++)
                part.Pixels.Slice(row * 5, 5).ToArray().Should().Equal(whole.Pixels.Slice((top + row) * 9 + left, 5).ToArray());
        }
    }

    [Fact]
    public void Grid_OfPatches_SpreadsFromEdgeToEdge()
        => EvaluationViews.Grid(2, rows: 3, columns: 2).Select(view => Corner(view))
            .Should().Equal((0, 2), (4, 2), (20, 2), (24, 2), (50, 2), (54, 2));

    [Fact]
    public void Grid_OfOnePatch_IsTheCenterCrop()
        => EvaluationViews.Grid(3, rows: 1, columns: 1).Select(view => Corner(view)).Should().Equal(Corner(new CenterCrop(3)));

    [Fact]
    public void WithMirrored_OfViews_AddsTheMirrorImageOfEach()
    {
        IReadOnlyList<IAugmentation> views = EvaluationViews.WithMirrored(EvaluationViews.FiveCrop(4));

        views.Should().HaveCount(10);
        for (int view = 0; view < 5; view++)
        {
            float[] plain = Make(views[view]).Pixels.ToArray();
            Make(views[5 + view]).Pixels.ToArray().Should().Equal(plain.Chunk(4).SelectMany(row => row.Reverse()));
        }
    }

    [Fact]
    public void Sizes_OfAnImage_AreSquares()
        => EvaluationViews.Sizes(3, 9).Select(view => Make(view).Shape).Should().Equal(new ViewShape(1, 3, 3), new ViewShape(1, 9, 9));

    [Fact]
    public void Crop_OfASmallerImage_IsRefusedWithItsName()
    {
        using DelegateEncoder encoder = new(3, 3, images => images.mean([2, 3]));
        FeatureExtractorOptions options = new() { ReadOut = new ReadOut { Views = EvaluationViews.FiveCrop(6) } };

        FluentActions.Invoking(() => new FeatureExtractor(encoder, options).Extract(new PlainImages(new int?[2], _ => 5)))
            .Should().Throw<ArgumentException>().WithMessage("Image 0 cannot be prepared: Expected at least 6 x 6 pixels*found 5 x 4.*");
    }

    [Fact]
    public void Views_WhatDoesNotFit_IsRefused()
    {
        FluentActions.Invoking(() => EvaluationViews.Sizes()).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => EvaluationViews.Sizes(8, 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => EvaluationViews.FiveCrop(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => EvaluationViews.Grid(3, 0, 2)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => EvaluationViews.WithMirrored()).Should().Throw<ArgumentException>();
    }

    private static (int First, int Side) Corner(IAugmentation augmentation)
    {
        View view = Make(augmentation);
        view.Shape.Height.Should().Be(view.Shape.Width);
        return ((int)Math.Round(view.Pixels[0] * 255), view.Shape.Width);
    }

    private static View Make(IAugmentation augmentation)
    {
        View view = new();
        view.Reset(Numbered);
        augmentation.Apply(view, new RandomStream(0));
        _ = view.Pixels;
        return view;
    }
}

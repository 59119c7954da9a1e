using SimClr.Core.Samples.PaperStudies;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Running;
using SimClr.Core.Samples.PaperStudies.Studies;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.PaperStudies;

/// <summary>All studies at the quick budget on synthetic images: nothing is learned, but everything happens.</summary>
public sealed class StudyRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_AllStudies_WritesTablesFiguresAndPage()
    {
        RecordingDisplay display = new();

        bool finished = Run(AllStudies.InOrder, display, CancellationToken.None);

        finished.Should().BeTrue();
        display.Complete.Should().Equal(AllStudies.InOrder.Select(study => study.Name));
        display.Done.Should().OnlyHaveUniqueItems("cells that several studies ask for are done once");
        string page = File.ReadAllText(_folder.Combine("index.html"));
        page.Should().Contain(Budget.Quick.Caution);
        foreach (IStudy study in AllStudies.InOrder)
        {
            page.Should().Contain($"<h2>{study.Name}: ");
            File.ReadLines(_folder.Combine($"{study.Name}.csv")).Should().HaveCountGreaterThan(1);
            File.ReadAllText(_folder.Combine($"{study.Name}.json")).Should().Contain("\"seed\":").And.Contain("\"version\":");
            Directory.GetFiles(_folder.Path, $"{study.Name}-*.png").Should().NotBeEmpty();
        }
    }

    [Fact]
    public void Run_InterruptedAnywhere_ContinuesToTheSameResults()
    {
        IStudy[] studies = [new TemperatureStudy()];
        RecordingDisplay whole = new();
        Run(studies, whole, CancellationToken.None);
        Dictionary<string, IReadOnlyDictionary<string, double>> expected = whole.Results.ToDictionary(result => result.Id, result => result.Metrics);
        Directory.Delete(_folder.Path, recursive: true);

        // At the beginning of a cell, a little later, and so on, until nothing is left.
        int sittings = 0;
        RecordingDisplay parts = new();
        bool finished;
        do
        {
            using CancellationTokenSource source = new();
            parts.CancelAfter(shows: sittings % 4, source);
            finished = Run(studies, parts, source.Token, resume: sittings > 0);
        }
        while (!finished && ++sittings < 100);

        finished.Should().BeTrue();
        parts.Begun.Done.Should().BePositive();
        sittings.Should().BeGreaterThan(3);
        parts.Results.Should().HaveCount(expected.Count, "what is done is not done again");
        foreach (CellResult result in parts.Results)
            result.Metrics.Should().Equal(expected[result.Id]);
    }

    [Fact]
    public void Run_ResultsThereWithoutResume_RefusesAndKeepsThem()
    {
        Run([new ViewStudy()], new RecordingDisplay(), CancellationToken.None);
        byte[] before = File.ReadAllBytes(_folder.Combine("results.jsonl"));

        Action again = () => Run([new ViewStudy()], new RecordingDisplay(), CancellationToken.None);

        again.Should().Throw<InvalidDataException>().WithMessage("*results.jsonl has the results of an earlier run*--resume*--output*");
        File.ReadAllBytes(_folder.Combine("results.jsonl")).Should().Equal(before);
    }

    [Fact]
    public void Run_UnlabeledImages_SaysWhatIsMissing()
    {
        PictureFolder.Fill(_folder.Combine("images"), 30);
        StudyOptions options = new() { Data = _folder.Combine("images"), Output = _folder.Combine("output"), Budget = Budget.Quick };

        Action run = () => new StudyApplication(options, new RecordingDisplay()).Run(AllStudies.InOrder, CancellationToken.None);

        run.Should().Throw<InvalidDataException>().WithMessage("Expected labeled images of at least two classes*folder of its own.");
    }

    [Fact]
    public void Run_Interrupted_SaysWhatIsLeft()
    {
        RecordingDisplay display = new();
        using CancellationTokenSource source = new();
        display.CancelAfter(shows: 5, source);

        Run([new ViewStudy()], display, source.Token).Should().BeFalse();

        display.Cautions.Should().Contain(caution => caution.StartsWith("Not complete: views, ", StringComparison.Ordinal));
        File.ReadAllText(_folder.Combine("index.html")).Should().Contain("Not complete: views, ");
    }

    private bool Run(IReadOnlyList<IStudy> studies, RecordingDisplay display, CancellationToken token, bool resume = false)
    {
        StudyOptions options = new() { Output = _folder.Path, Budget = Budget.Quick, Resume = resume, Threads = 1 };
        return new StudyApplication(options, display).Run(studies, token);
    }

    private sealed class RecordingDisplay : IRunDisplay
    {
        private CancellationTokenSource? _source;
        private int _showsLeft;

        public List<CellResult> Results { get; } = [];

        public IEnumerable<string> Done => Results.Select(result => result.Id);

        public List<string> Complete { get; } = [];

        public (int Done, int Open) Begun { get; private set; }

        public IReadOnlyList<string> Cautions { get; private set; } = [];

        public void CancelAfter(int shows, CancellationTokenSource source) => (_showsLeft, _source) = (shows, source);

        public void Show(Cell cell, int open, TimeSpan? remaining)
        {
            if (_showsLeft-- == 0)
                _source?.Cancel();
        }

        void IRunDisplay.Begin(int done, int open) => Begun = (done, open);

        void IRunDisplay.Done(CellResult result, int open, TimeSpan? remaining) => Results.Add(result);

        public void Written(IReadOnlyList<(IStudy Study, StudyReport Report)> done, string page, IReadOnlyList<string> cautions)
        {
            Cautions = cautions;
            Complete.Clear();
            Complete.AddRange(done.Select(item => item.Study.Name));
        }
    }
}

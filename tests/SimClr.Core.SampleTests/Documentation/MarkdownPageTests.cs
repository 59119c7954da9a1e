namespace SimClr.Core.SampleTests.Documentation;

public sealed class MarkdownPageTests
{
    [Fact]
    public void Programs_BlockWithoutUsings_ContinuesTheProgramAbove()
    {
        string[] page =
        [
            "# Title", "```csharp", "using System;", "A();", "```", "```bash", "ls", "```", "<!-- run -->", "```csharp", "B();", "```",
            "```cs", "using static System.Math;", "using var c = C();", "```",
        ];

        IReadOnlyList<DocumentedProgram> programs = MarkdownPage.Programs("page.md", page);

        programs.Select(program => (program.Name, program.Runs)).Should().Equal(("page.md(3)", true), ("page.md(14)", false));
        programs[0].Source.ReplaceLineEndings("\n").Should().Be("#line 3 \"page.md\"\nusing System;\nA();\n#line 11 \"page.md\"\nB();\n");
    }

    [Fact]
    public void Programs_UsingStatement_BeginsNoProgram()
        => MarkdownPage.Programs("page.md", ["```csharp", "A();", "```", "```csharp", "using var b = B();", "```"])
            .Should().ContainSingle();

    [Fact]
    public void Programs_DirectivesOfASingleFile_BeginAProgramAndAreNoCSharp()
    {
        string[] page = ["```csharp", "A();", "```", "```csharp", "#:package B@1.0.0", "using B;", "C();", "```"];

        IReadOnlyList<DocumentedProgram> programs = MarkdownPage.Programs("page.md", page);

        programs.Should().HaveCount(2);
        programs[1].Source.ReplaceLineEndings("\n").Should().Be("#line 5 \"page.md\"\n\nusing B;\nC();\n");
    }

    [Fact]
    public void Compile_UnknownName_IsAProblemOfThePagesLine()
    {
        string[] page = ["text", "```csharp", "Console.WriteLine(1);", "Nobody();", "```"];
        DocumentedProgram program = MarkdownPage.Programs("page.md", page).Single();

        ProgramCompiler.Compile(program, out string[] problems).Should().BeNull();

        problems.Should().ContainSingle().Which.Should().StartWith("page.md(4): CS0103");
    }
}

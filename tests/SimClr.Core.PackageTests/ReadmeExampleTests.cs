namespace SimClr.Core.PackageTests;

public sealed class ReadmeExampleTests
{
    [Fact]
    public void Read_SeveralBlocks_GivesTheFirstCSharpOne()
        => ReadmeExample.Read("text\n```bash\nls\n```\n```csharp\nA();\nB();\n```\n```csharp\nC();\n```\n").Should().Be("A();\nB();\n");

    [Fact]
    public void Read_BlockOfASingleFile_LeavesItsDirectivesOut()
    {
        const string page = "```csharp\n#:package A@1.0.0\nusing A;\n#:property B=c\nD();\n```\n";

        ReadmeExample.Read(page).Should().Be("using A;\nD();\n");
        ReadmeExample.Directives(page).Should().Equal("#:package A@1.0.0", "#:property B=c");
    }

    [Fact]
    public void Read_NoBlock_Throws()
    {
        Action read = () => ReadmeExample.Read("```bash\nls\n```\n");
        read.Should().Throw<InvalidOperationException>().WithMessage("*csharp*");
    }
}

namespace SimClr.Core.PackageTests;

public sealed class ReadmeExampleTests
{
    [Fact]
    public void Read_SeveralBlocks_GivesTheFirstCSharpOne()
        => ReadmeExample.Read("text\n```bash\nls\n```\n```csharp\nA();\nB();\n```\n```csharp\nC();\n```\n").Should().Be("A();\nB();\n");

    [Fact]
    public void Read_NoBlock_Throws()
    {
        Action read = () => ReadmeExample.Read("```bash\nls\n```\n");
        read.Should().Throw<InvalidOperationException>().WithMessage("*csharp*");
    }
}

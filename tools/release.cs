// Prepares a release, for a commit of its own: dotnet run tools/release.cs -- 1.0.0-rc.1
//
// Writes the version where it stands (Directory.Build.props and the commands in pages), names the changelog's newest section after it, and
// moves the public API from PublicAPI.Unshipped.txt to PublicAPI.Shipped.txt in each project. CONTRIBUTING.md has the steps around it.
#:property PublishAot=false
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

if (args is not [string version] || !Regex.IsMatch(version, @"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$"))
{
    Console.Error.WriteLine("Expected a version, as 1.0.0 or 1.0.0-rc.1.");
    return 2;
}

string repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, ".."));
string properties = In("Directory.Build.props");
string old = Regex.Match(File.ReadAllText(properties), "<Version>(?<version>.+)</Version>").Groups["version"].Value;

Replace(properties, $"<Version>{Regex.Escape(old)}</Version>", $"<Version>{version}</Version>");
IEnumerable<string> pages = new[] { "docs", "samples" }
    .SelectMany(folder => Directory.EnumerateFiles(In(folder), "*.md", SearchOption.AllDirectories));
foreach (string page in pages.Append(In("README.md")))
    Replace(page, $@"(?<=--version |SimClr[.\w]*@|simclr\.core\*/){Regex.Escape(old)}(?![\w.-])", version);
string today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
Replace(In("CHANGELOG.md"), @"(?m)^## \[Unreleased\]$", $"## [{version}] - {today}");
foreach (string unshipped in Directory.EnumerateFiles(In("src"), "PublicAPI.Unshipped.txt", SearchOption.AllDirectories))
    Ship(unshipped, unshipped.Replace("Unshipped", "Shipped"));
Console.WriteLine($"{old} has become {version}. Look at git diff, then go on in CONTRIBUTING.md.");
return 0;

string In(string path) => Path.Combine(repository, path);

static void Replace(string file, string pattern, string replacement)
{
    string text = File.ReadAllText(file), changed = Regex.Replace(text, pattern, replacement);
    if (changed != text)
        File.WriteAllText(file, changed);
}

static void Ship(string unshipped, string shipped)
{
    const string Header = "#nullable enable", Removed = "*REMOVED*";
    string[] news = [.. Lines(unshipped)];
    HashSet<string> removed = [.. news.Where(IsRemoval), .. news.Where(IsRemoval).Select(line => line[Removed.Length..])];
    Write(shipped, [Header, .. Lines(shipped).Concat(news).Where(line => !removed.Contains(line)).Distinct().Order(StringComparer.Ordinal)]);
    Write(unshipped, [Header]);

    static bool IsRemoval(string line) => line.StartsWith(Removed, StringComparison.Ordinal);

    static IEnumerable<string> Lines(string file) => File.ReadAllLines(file).Where(line => line.Length > 0 && line != Header);

    static void Write(string file, string[] lines) => File.WriteAllText(file, string.Join('\n', lines) + "\n");
}

static string ThisFile([CallerFilePath] string path = "") => path;

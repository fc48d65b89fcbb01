using System.Text.RegularExpressions;

namespace DenialDesk.App.Tests;

public sealed partial class DeskOptionsTests
{
    [Fact]
    public void Every_setting_stands_in_the_page_on_running_the_desk()
    {
        var page = File.ReadAllText(Path.Combine(SampleFiles.RepositoryRoot(), "docs", "operations.md"));
        var sources = Directory.EnumerateFiles(Path.Combine(SampleFiles.RepositoryRoot(), "src", "DenialDesk.App"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var read = sources.SelectMany(f => Setting().Matches(File.ReadAllText(f))).Select(m => m.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal)).Distinct().ToList();

        Assert.True(read.Count > 20);
        Assert.DoesNotContain(read, name => !page.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [GeneratedRegex("(?:configuration\\[|\\(configuration, )\"(?<name>[A-Za-z_:]+)\"")]
    private static partial Regex Setting();
}

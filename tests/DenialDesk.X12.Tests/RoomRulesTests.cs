using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DenialDesk.X12.Tests;

/// <summary>The library stands alone: no packages, no clock, no money in floating point.</summary>
public sealed partial class RoomRulesTests
{
    private static readonly string Room = Path.Combine(Repository.Root, "src", "DenialDesk.X12");

    [Fact]
    public void The_library_refers_to_no_package_and_no_project()
    {
        var project = XDocument.Load(Path.Combine(Room, "DenialDesk.X12.csproj"));

        Assert.Empty(project.Descendants("PackageReference"));
        Assert.Empty(project.Descendants("ProjectReference"));
        Assert.DoesNotContain(typeof(X12Reader).Assembly.GetReferencedAssemblies(), a => !a.Name!.StartsWith("System", StringComparison.Ordinal));
    }

    [Fact]
    public void The_library_reads_no_clock_and_no_file()
    {
        foreach (var path in Sources())
        {
            Assert.False(Forbidden().IsMatch(File.ReadAllText(path)), $"{Path.GetFileName(path)} reads a clock, a file, or counts in floating point");
        }
    }

    [Fact]
    public void A_long_file_says_why()
    {
        foreach (var path in Sources())
        {
            var lines = File.ReadAllLines(path);
            Assert.True(lines.Length <= 300 || lines[0].StartsWith("// Reason for length:", StringComparison.Ordinal), $"{Path.GetFileName(path)} has {lines.Length} lines and no reason");
        }
    }

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Room, "*.cs", SearchOption.AllDirectories).Where(p => !p.Contains("/obj/", StringComparison.Ordinal) && !p.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(@"\bDateTime\.(Now|UtcNow|Today)|DateTimeOffset\.(Now|UtcNow)|TimeProvider|Stopwatch|\bFile\.(Open|Read|Write)|\bdouble\b|\bfloat\b")]
    private static partial Regex Forbidden();
}

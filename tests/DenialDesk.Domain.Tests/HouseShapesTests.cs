using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DenialDesk.Domain.Tests;

/// <summary>What docs/map.md says of every room, read from the files themselves.</summary>
public sealed partial class HouseShapesTests
{
    private const string Reason = "// Reason for length:";
    private static readonly string[] Roofs = ["src", "tests", "bench", "samples"];

    private static readonly IReadOnlyList<string> Sources =
        [.. Roofs.SelectMany(roof => Directory.EnumerateFiles(Path.Combine(RuleTable.Root, roof), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(RuleTable.Root, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !file.Split('/').Any(part => part is "obj" or "bin"))];

    [Fact]
    public void A_file_over_three_hundred_lines_gives_its_reason_in_every_room()
        => Assert.DoesNotContain(Sources, file => Lines(file) is var lines && lines.Length > 300 && !lines[0].StartsWith(Reason, StringComparison.Ordinal));

    [Fact]
    public void Usings_stand_in_order_with_those_of_the_platform_first()
        => Assert.DoesNotContain(Sources, file =>
        {
            var names = Lines(file).Select(line => Using().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value).ToList();
            return !names.SequenceEqual(names.OrderBy(name => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal)).ThenBy(name => name.Replace('.', '\u0001'), StringComparer.OrdinalIgnoreCase));
        });

    [Fact]
    public void A_namespace_is_its_folder_in_every_room()
        => Assert.DoesNotContain(Sources.Where(file => !file.StartsWith("samples/", StringComparison.Ordinal)), file =>
            Namespace().Match(File.ReadAllText(Path.Combine(RuleTable.Root, file))) is { Success: true } found && found.Groups[1].Value != string.Join('.', file.Split('/')[1..^1]));

    [Fact]
    public void Nothing_is_called_manager_helper_util_or_common()
        => Assert.DoesNotContain(Sources.SelectMany(file => Declared().Matches(File.ReadAllText(Path.Combine(RuleTable.Root, file))).Select(m => $"{file}: {m.Groups[1].Value}")), Refused().IsMatch);

    [Fact]
    public void Nobody_reads_the_clock_of_the_machine()
        => Assert.DoesNotContain(Sources, file => file.StartsWith("src/", StringComparison.Ordinal) && Clock().IsMatch(File.ReadAllText(Path.Combine(RuleTable.Root, file))));

    [Theory]
    [InlineData("X12", "")]
    [InlineData("Domain", "")]
    [InlineData("App", "DenialDesk.Domain DenialDesk.X12")]
    [InlineData("Web", "DenialDesk.App DenialDesk.Domain DenialDesk.Samples")]
    public void A_room_sees_only_the_rooms_its_arrows_point_to(string room, string seen)
    {
        var project = XDocument.Load(Path.Combine(RuleTable.Root, "src", $"DenialDesk.{room}", $"DenialDesk.{room}.csproj"));

        var references = project.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Subset(seen.Split(' ').ToHashSet(), references.ToHashSet());
    }

    [Fact]
    public void The_counter_references_no_package_of_the_database()
        => Assert.DoesNotContain(
            XDocument.Load(Path.Combine(RuleTable.Root, "src", "DenialDesk.Web", "DenialDesk.Web.csproj")).Descendants("PackageReference"),
            package => package.Attribute("Include")!.Value is var name && (name.StartsWith("Npgsql", StringComparison.Ordinal) || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)));

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(RuleTable.Root, file));

    [GeneratedRegex(@"^using ([A-Za-z][\w.]*);")]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(?:class|record|interface|struct|enum)\s+(\w+)")]
    private static partial Regex Declared();

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utility|Common)$")]
    private static partial Regex Refused();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b")]
    private static partial Regex Clock();
}

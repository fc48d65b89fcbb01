using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DenialDesk.Domain.Denials;

namespace DenialDesk.Domain.Tests;

/// <summary>Holds the rulebook to its own laws: no packages, no clock, no input or output, money in decimal.</summary>
public sealed partial class HouseRulesTests
{
    private static readonly string Folder = Path.Combine(RuleTable.Root, "src", "DenialDesk.Domain");

    private static readonly IReadOnlyList<string> Sources =
        [.. Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

    [Fact]
    public void The_rulebook_has_no_packages_and_sees_no_other_room()
    {
        var project = XDocument.Load(Path.Combine(Folder, "DenialDesk.Domain.csproj"));

        Assert.Empty(project.Descendants("PackageReference"));
        Assert.Empty(project.Descendants("ProjectReference"));
        Assert.All(
            typeof(DenialDecision).Assembly.GetReferencedAssemblies(),
            assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void The_rulebook_reads_no_clock_and_touches_no_file()
    {
        foreach (var file in Sources)
        {
            Assert.DoesNotMatch(Forbidden(), File.ReadAllText(file));
        }
    }

    [Fact]
    public void Money_is_decimal()
    {
        var members = typeof(DenialDecision).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(member => MoneyName().IsMatch(member.Name))
            .ToList();

        Assert.NotEmpty(members);
        Assert.All(members, member => Assert.False(
            member.PropertyType == typeof(double) || member.PropertyType == typeof(float) || member.PropertyType == typeof(double?),
            $"{member.DeclaringType}.{member.Name} is money in {member.PropertyType.Name}."));
    }

    [Fact]
    public void A_file_over_three_hundred_lines_gives_its_reason()
    {
        foreach (var file in Sources)
        {
            var lines = File.ReadAllLines(file);
            Assert.True(lines.Length <= 300 || lines[0].StartsWith("// Reason for length:", StringComparison.Ordinal), $"{file} has {lines.Length} lines.");
        }
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        foreach (var file in Sources)
        {
            var folder = Path.GetRelativePath(Folder, Path.GetDirectoryName(file)!);
            var expected = folder == "." ? "DenialDesk.Domain" : $"DenialDesk.Domain.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
            Assert.Contains($"namespace {expected};", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|Stopwatch|TimeProvider|Environment\.|File\.|Directory\.|Console\.|HttpClient|\bfloat\b|Random\b|Guid\.NewGuid")]
    private static partial Regex Forbidden();

    [GeneratedRegex("(Amount|Charge|Paid|Payment|ExpectedValue|Cost|Responsibility|Allowed)$")]
    private static partial Regex MoneyName();
}

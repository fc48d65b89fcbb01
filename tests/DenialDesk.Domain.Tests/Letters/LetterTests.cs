using System.Text.RegularExpressions;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Letters;

namespace DenialDesk.Domain.Tests.Letters;

public sealed partial class LetterTests
{
    private const string Page = "letters.md";

    private static readonly (string Name, LetterScope Scope)[] Templates =
    [
        ("any", new(null, null, null)), ("first appeal", new(null, null, WindowAction.Appeal1)), ("bundling", new(null, DenialCategory.Bundling, null)), ("Acme", new(9, null, null)),
        ("Acme bundling", new(9, DenialCategory.Bundling, WindowAction.Appeal1)),
    ];

    public static TheoryData<string> Texts => RuleTable.Names(Page, "Text");

    public static TheoryData<string> Denials => RuleTable.Names(Page, "Denial");

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_becomes_what_the_table_says(string text)
    {
        var row = RuleTable.Row(Page, "Text", text);
        var facts = Facts().Matches(row["Facts"]).ToDictionary(m => m.Groups[1].Value, m => (string?)m.Groups[2].Value);

        var merged = LetterMerge.Merge(text, facts);

        Assert.Equal(row["Becomes"], merged.Text);
        Assert.Equal(row["Missing"], string.Join(' ', merged.Missing.Select(m => m.Name)));
        Assert.Equal(row["Refused"], LetterMerge.Check(text)?.Code ?? "");
    }

    [Theory]
    [MemberData(nameof(Denials))]
    public void The_most_particular_letter_is_chosen(string name)
    {
        var row = RuleTable.Row(Page, "Denial", name);

        var chosen = LetterChoice.Pick(
            Templates.Select(t => Tuple.Create(t.Name, t.Scope)), t => t.Item2, int.Parse(row["Payer"], null), CodeNames.Read<DenialCategory>(row["Category"]), CodeNames.Read<WindowAction>(row["Step"]));

        Assert.Equal(row["Letter"], chosen?.Item1);
    }

    [Fact]
    public void A_field_that_is_not_there_is_answered_with_the_one_that_was_meant()
        => Assert.Contains("Did you mean {{payer_claim_number}}?", LetterMerge.Check("{{payer_claim_no}}")!.Sentence, StringComparison.Ordinal);

    [Fact]
    public void The_examples_know_every_field_and_nobody()
    {
        Assert.All(LetterFields.All, f => Assert.False(string.IsNullOrWhiteSpace(LetterFields.Example[f.Name])));
        Assert.Equal(LetterFields.All.Count, LetterFields.All.Select(f => f.Name).Distinct().Count());
        Assert.Equal(5, LetterMerge.Merge(string.Join(' ', LetterFields.All.Select(f => "{{" + f.Name + "}}")), LetterFields.SparseExample).Missing.Count);
    }

    [GeneratedRegex(@"(\w+)=(\S+)")]
    private static partial Regex Facts();
}

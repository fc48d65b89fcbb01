using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Documents;

namespace DenialDesk.Domain.Tests.Documents;

public sealed class RequiredDocumentTests
{
    public static TheoryData<string> Cases => RuleTable.Names("documents.md", "Case");

    [Fact]
    public void The_shipped_list_is_the_one_on_the_page_and_can_be_kept()
    {
        var page = RuleTable.Rows("documents.md", "Category").Select(r => (r["Category"], r["Document"], r["Needed"]));

        Assert.Equal(page, DocumentRules.Shipped.Lines.Select(l => (l.Category?.Text() ?? "every category", l.Kind.Text(), l.Needed ? "yes" : "no")));
        Assert.Null(DocumentRules.Shipped.Check());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_there_counts_more_than_a_waiver_and_a_waiver_more_than_a_request(string name)
    {
        var row = RuleTable.Row("documents.md", "Case", name);

        var list = RequiredDocument.Of(DocumentRules.Shipped, DenialCategory.Documentation, new(Kinds(row["Added"]), Kinds(row["From files"]), Kinds(row["Waived"]), Kinds(row["Requested"])));

        var notes = list.Single(d => d.Rule.Kind == DocumentKind.ClinicalNotes);
        Assert.Equal(row["Clinical notes stand"], notes.Standing.Text());
        Assert.Equal(row["Blocks"] == "yes", notes.Blocks);
    }

    [Fact]
    public void The_same_document_twice_for_the_same_denials_is_refused()
    {
        var rules = DocumentRules.Shipped;

        Assert.Equal("document_twice", (rules with { Lines = [.. rules.Lines, new(DenialCategory.Cob, DocumentKind.DenialRemittance, true, "again")] }).Check()?.Code);
        Assert.Equal("document_twice", (rules with { Lines = [.. rules.Lines, rules.Lines[^1]] }).Check()?.Code);
        Assert.Equal("request_days", (rules with { RequestDays = 0 }).Check()?.Code);
    }

    [Fact]
    public void Every_kind_has_words_and_every_category_a_list()
    {
        Assert.All(Enum.GetValues<DocumentKind>(), k => Assert.NotEmpty(DocumentKinds.Words(k)));
        Assert.All(Enum.GetValues<DenialCategory>(), c => Assert.NotEmpty(DocumentRules.Shipped.Of(c)));
    }

    private static HashSet<DocumentKind> Kinds(string cell) => cell.Length == 0 ? [] : [CodeNames.Read<DocumentKind>(cell)];
}

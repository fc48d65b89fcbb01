using System.Text;
using DenialDesk.App.Codes;
using DenialDesk.App.People;
using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Tests.Codes;

/// <summary>Lists of codes brought in as CSV.</summary>
public sealed class ReadCodeListTests(ReadCodeListTests.Desk desk) : IClassFixture<ReadCodeListTests.Desk>
{
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_the_same_changed_added_or_cannot_be_taken()
    {
        var (rows, refusal) = await ReadAsync(
            """
            Kind,Carc,Other,EffectiveFrom,Means,Category,Hardness,Preventable
            carc,45,,,contractual,,,
            carc,CO197,,,denial,coding,,
            group,45,CO,,denial,billing_error,,
            carc,Q77,,,denial,coding,,
            carc,197,,,denial,fish,,
            """);

        Assert.Null(refusal);
        Assert.Equal(
            [CodeListStanding.Same, CodeListStanding.Changed, CodeListStanding.Added, CodeListStanding.Unknown, CodeListStanding.Unknown], rows.Select(r => r.Standing));
        Assert.Equal(("197", DenialCategory.Coding), (rows[1].Rule!.Carc, rows[1].Rule!.Category));
        Assert.Equal("There is no category fish.", rows[4].Note);
    }

    [Fact]
    public async Task What_is_exported_and_brought_back_changes_nothing()
    {
        var all = await desk.Get<ListCodes>().Run(new() { Take = 50_000 }, Actor.Desk, Stop);
        var text = new StringBuilder("Kind,Carc,Other,EffectiveFrom,Means,Category,Hardness,Preventable\n");
        foreach (var r in all.Rows) { text.Append(string.Join(',', r.Kind, r.Carc, r.Other, "", r.Means, r.Category, r.Hardness, r.Preventable)).Append('\n'); }

        var (rows, _) = await ReadAsync(text.ToString());

        Assert.True(all.Total > 1_000);
        Assert.Equal(all.Total, rows.Count);
        Assert.Empty(rows.Where(r => r.Standing != CodeListStanding.Same).Select(r => $"{r.Subject} {r.Standing} {r.Note}"));
    }

    [Fact]
    public async Task A_list_of_something_else_is_refused()
    {
        Assert.Equal("no_code_list", (await ReadAsync("Name,Amount\nx,1\n")).Refusal?.Code);
    }

    [Fact]
    public async Task Codes_are_listed_page_by_page_under_filters()
    {
        var first = await desk.Get<ListCodes>().Run(new() { Kind = CodeRuleKind.Carc, Take = 10 }, Actor.Desk, Stop);
        var second = await desk.Get<ListCodes>().Run(new() { Kind = CodeRuleKind.Carc, Take = 10, After = first.Next }, Actor.Desk, Stop);

        Assert.Equal("1", first.Rows[0].Carc);
        Assert.Empty(first.Rows.Select(r => r.Carc).Intersect(second.Rows.Select(r => r.Carc)));
        Assert.All((await desk.Get<ListCodes>().Run(new() { Category = DenialCategory.Duplicate }, Actor.Desk, Stop)).Rows, r => Assert.Equal("duplicate", r.Category));
        Assert.Empty((await desk.Get<ListCodes>().Run(new() { Own = true }, Actor.Desk, Stop)).Rows);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private Task<(IReadOnlyList<CodeListRow> Rows, Domain.Refusal? Refusal)> ReadAsync(string text)
        => desk.Get<ReadCodeList>().Run(new() { Content = Bytes(text), From = new(1995, 1, 1) }, Actor.Desk, Stop);
}

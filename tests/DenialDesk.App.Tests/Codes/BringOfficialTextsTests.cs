using System.Text;
using DenialDesk.App.Codes;
using DenialDesk.App.People;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Codes;

/// <summary>Our own sentences stand for the official ones: those may not be kept here.</summary>
public sealed class BringOfficialTextsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_are_previewed_brought_replaced_and_taken_away_and_never_without_a_licence()
    {
        const string first = "Code,Description\n16,\"Made-up wording, of sixteen\"\n45,Made-up wording of forty-five\nZZ9,Made-up wording of no code\n";
        var (told, _) = await BringAsync(first, apply: false);
        Assert.Equal("3 new, 0 changed, 0 the same, 0 no longer in the list; 1 of codes the desk does not know (ZZ9).", told!.Sentence);
        Assert.Empty(await TextsAsync());
        Assert.Equal("licence_not_confirmed", (await BringAsync(first, apply: true, licensed: false)).Refusal!.Code);
        Assert.Equal("edition_missing", (await BringAsync(first, apply: true, edition: " ")).Refusal!.Code);
        Assert.Empty(await TextsAsync());

        Assert.Null((await BringAsync(first, apply: true)).Refusal);
        Assert.Equal(new OfficialText("Made-up wording, of sixteen", "2026-11-01"), (await TextsAsync())[("carc", "16")]);

        var (changed, _) = await BringAsync("Code,Text\n16,Other made-up wording\n50,Made-up wording of fifty\n", apply: true, edition: "2027-03-01");
        Assert.Equal((0, 1, 1, 2), (changed!.Same, changed.Changed, changed.Added, changed.Gone));
        var texts = await TextsAsync();
        Assert.Equal(["16", "50"], texts.Keys.Select(k => k.Code).Order());
        Assert.Equal("2027-03-01", texts[("carc", "16")].Edition);

        Assert.Equal(2, (await BringAsync("", apply: true)).Diff!.Gone);
        Assert.Empty(await TextsAsync());
        Assert.Equal(3L, await desk.ScalarAsync("select count(*) from journal where subject_kind = 'official_text' and new::text not like '%wording%'"));
    }

    [Fact]
    public async Task What_is_no_list_is_said_in_a_sentence_and_a_biller_brings_none()
    {
        Assert.Equal("no_text_list", (await BringAsync("A,B\n1,2\n", apply: false)).Refusal!.Code);
        Assert.Equal("no_texts", (await BringAsync("Code,Text\n16,\n", apply: false)).Refusal!.Code);
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<BringOfficialTexts>().Run(
            new() { List = OfficialList.Rarc, Content = [] }, Actor.Desk with { Permissions = Roles.Of(Roles.Biller) }, Stop));
    }

    private Task<(OfficialTextsDiff? Diff, Domain.Refusal? Refusal)> BringAsync(string csv, bool apply, bool licensed = true, string edition = "2026-11-01") => desk.Get<BringOfficialTexts>().Run(
        new() { List = OfficialList.Carc, Content = Encoding.UTF8.GetBytes(csv), Apply = apply, Licensed = licensed, Edition = edition }, Actor.Desk, Stop);

    private Task<IReadOnlyDictionary<(string List, string Code), OfficialText>> TextsAsync()
        => desk.Get<SeeOfficialTexts>().Run(new() { Carcs = ["16", "45", "50", "ZZ9"], Rarcs = ["MA130"] }, Actor.Desk, Stop);
}

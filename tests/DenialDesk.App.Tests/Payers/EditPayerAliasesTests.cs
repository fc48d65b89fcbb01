using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.Domain.Payers;

namespace DenialDesk.App.Tests.Payers;

/// <summary>Names and numbers of a payer that somebody types in.</summary>
public sealed class EditPayerAliasesTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private EditPayerAliases Edit => desk.Get<EditPayerAliases>();

    [Fact]
    public async Task A_typed_name_is_kept_as_files_are_read_and_can_be_taken_back()
    {
        var payer = await desk.Rows.PayerAsync("Alder Health");

        var (kept, refusal) = await Edit.Run(new() { PayerId = payer, Kind = PayerEvidenceKind.Name, Value = "Alder Health Plan, Inc." }, Actor.Desk, Stop);

        Assert.Null(refusal);
        Assert.Equal("ALDER HEALTH PLAN", kept);
        var row = Assert.Single((await desk.Get<SeePayer>().Run(payer, Actor.Desk, Stop)).View!.Evidence);
        Assert.Equal(("name", "ALDER HEALTH PLAN", "DenialDesk"), (row.Kind, row.Value, row.TypedBy));
        Assert.Null((await Edit.Run(new() { PayerId = payer, Kind = PayerEvidenceKind.Name, Value = "alder health plan", Remove = true }, Actor.Desk, Stop)).Refusal);
        Assert.Empty((await desk.Get<SeePayer>().Run(payer, Actor.Desk, Stop)).View!.Evidence);
        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from journal where action like 'payer.alias%' and subject_id = $1", payer.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task What_another_payer_is_recognised_by_is_refused_with_its_name()
    {
        var (first, second) = (await desk.Rows.PayerAsync("Birch Health"), await desk.Rows.PayerAsync("Cedar Health"));
        await desk.ScalarAsync("insert into payer_evidence (kind, value, payer_id) values ('n104', 'BIRCH01', $1)", first);

        var (_, taken) = await Edit.Run(new() { PayerId = second, Kind = PayerEvidenceKind.PlanNumber, Value = "birch-01" }, Actor.Desk, Stop);
        var (_, known) = await Edit.Run(new() { PayerId = first, Kind = PayerEvidenceKind.PlanNumber, Value = "BIRCH01" }, Actor.Desk, Stop);

        Assert.Equal("alias_taken", taken!.Code);
        Assert.Contains("Birch Health", taken.Sentence, StringComparison.Ordinal);
        Assert.Equal("alias_known", known!.Code);
    }

    [Theory]
    [InlineData(PayerEvidenceKind.Name, "")]
    [InlineData(PayerEvidenceKind.PlanNumber, "UNKNOWN")]
    [InlineData(PayerEvidenceKind.Naic, "00000")]
    public async Task What_identifies_nobody_is_refused(PayerEvidenceKind kind, string value)
        => Assert.Equal("alias_nothing", (await Edit.Run(new() { PayerId = 1, Kind = kind, Value = value }, Actor.Desk, Stop)).Refusal!.Code);

    [Fact]
    public async Task What_a_file_said_is_not_taken_back()
    {
        var payer = await desk.Rows.PayerAsync("Dogwood Health");
        await desk.ScalarAsync("insert into payer_evidence (kind, value, payer_id) values ('n104', 'DOG01', $1)", payer);

        Assert.Equal("alias_seen", (await Edit.Run(new() { PayerId = payer, Kind = PayerEvidenceKind.PlanNumber, Value = "DOG01", Remove = true }, Actor.Desk, Stop)).Refusal!.Code);
    }
}

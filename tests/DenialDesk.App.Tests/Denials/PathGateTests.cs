using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;

namespace DenialDesk.App.Tests.Denials;

/// <summary>The path guard holds steps, and decisions lift what may be lifted.</summary>
public sealed class PathGateTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Biller => new(null, "Bo Biller", new HashSet<Permission> { Permission.SeeDenials, Permission.WorkDenials, Permission.WriteOff }, new HashSet<int> { desk.Practice });

    private Actor Lead => Biller with { Name = "Lea Lead", Permissions = Roles.Of(Roles.Lead) };

    private async Task<long> DenialAsync(string facts = "")
    {
        var payer = await desk.Rows.PayerAsync("Acme " + Guid.NewGuid().ToString("N")[..8]);
        var id = await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = payer, Denied = 100m, On = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-5), Assumed = true });
        if (facts.Length > 0) { await desk.ScalarAsync($"update denial set {facts} where denial_id = $1", id); }

        return id;
    }

    private async Task<StepResult> StepAsync(long id, DenialStepKind kind, Actor actor, string? note = null) => await desk.Get<RecordStep>().Run(
        new()
        {
            CommandId = Guid.NewGuid(),
            PracticeId = desk.Practice,
            DenialId = id,
            Version = (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", id))!,
            Kind = kind,
            Note = note,
            AsNewClaim = true,
        },
        actor, Stop);

    private Task<StepResult> DecideAsync(long id, WorkPath path, Actor actor, string? reason = null, Guid? command = null) => desk.Get<DecidePath>().Run(
        new() { CommandId = command ?? Guid.NewGuid(), PracticeId = desk.Practice, DenialId = id, Path = path, Reason = reason }, actor, Stop);

    [Fact]
    public async Task A_hard_denial_is_resent_by_a_biller_only_after_a_lead_decided_so()
    {
        var id = await DenialAsync("hardness = 'hard', first_action = 'appeal', category = 'medical_necessity'");

        Assert.Equal("hard_denial", (await StepAsync(id, DenialStepKind.CorrectedResubmitted, Biller, "I want to")).Refusal?.Code);
        Assert.Equal("hard_denial", (await DecideAsync(id, WorkPath.CorrectResubmit, Biller, "I want to")).Refusal?.Code);
        Assert.Equal("hard_denial", (await DecideAsync(id, WorkPath.CorrectResubmit, Lead)).Refusal?.Code);
        Assert.True((await DecideAsync(id, WorkPath.CorrectResubmit, Lead, "The payer asked for it on the phone")).Done);
        Assert.True((await StepAsync(id, DenialStepKind.CorrectedResubmitted, Biller)).Done);

        var view = (await desk.Get<SeePath>().Run(new() { PracticeId = desk.Practice, DenialId = id }, Lead, Stop))!;
        var decided = Assert.Single(view.Decisions);
        Assert.Equal((WorkPath.CorrectResubmit, "Lea Lead", true, "The payer asked for it on the phone"), (decided.Path, decided.Who, decided.Past, decided.Reason));
    }

    [Fact]
    public async Task A_protected_patient_gets_no_bill_whoever_decides()
    {
        var id = await DenialAsync("lead_group = 'PR', all_patient_group = true, patient_protection = '{N862}', first_action = 'bill_patient'");

        Assert.Equal("patient_protected", (await StepAsync(id, DenialStepKind.ToPatient, Lead, "agreed")).Refusal?.Code);
        Assert.Equal("patient_protected", (await DecideAsync(id, WorkPath.Patient, Lead, "agreed")).Refusal?.Code);
        Assert.Equal(0L, await desk.ScalarAsync("select count(*) from denial_decision where denial_id = $1", id));
    }

    [Fact]
    public async Task Other_coverage_comes_before_the_patient_until_a_lead_knows_that_there_is_none()
    {
        var id = await DenialAsync("lead_group = 'PR', all_patient_group = true, later_payer_known = true, first_action = 'bill_patient'");

        Assert.Equal("later_payer", (await StepAsync(id, DenialStepKind.ToPatient, Biller)).Refusal?.Code);
        Assert.True((await DecideAsync(id, WorkPath.Patient, Lead, "The other coverage ended in January")).Done);
        Assert.True((await StepAsync(id, DenialStepKind.ToPatient, Biller)).Done);
        Assert.Equal("closed_patient", await desk.ScalarAsync("select state from denial where denial_id = $1", id));
    }

    [Fact]
    public async Task A_step_leaves_the_decision_it_makes_and_a_command_counts_once()
    {
        var id = await DenialAsync();
        var command = Guid.NewGuid();

        Assert.True((await DecideAsync(id, WorkPath.Appeal, Biller, null, command)).Done);
        Assert.True((await DecideAsync(id, WorkPath.Appeal, Biller, null, command)).Done);
        Assert.True((await StepAsync(id, DenialStepKind.CorrectedResubmitted, Biller)).Done);

        var decisions = (await desk.Get<SeePath>().Run(new() { PracticeId = desk.Practice, DenialId = id }, Biller, Stop))!.Decisions;
        Assert.Equal([(WorkPath.CorrectResubmit, true), (WorkPath.Appeal, false)], decisions.Select(d => (d.Path, d.ByStep)));
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from journal where command_id = $1", command));
    }

    [Fact]
    public async Task A_window_that_somebody_wrote_down_is_passed_with_good_cause_only()
    {
        var id = await DenialAsync();
        await desk.ScalarAsync("update denial set due_on = denied_on, last_safe_day = denied_on, deadline_assumed = false where denial_id = $1", id);

        Assert.Equal("window_shut", (await StepAsync(id, DenialStepKind.Appealed, Biller)).Refusal?.Code);
        Assert.True((await StepAsync(id, DenialStepKind.Appealed, Biller, "The notice came after the last day")).Done);
    }
}

using DenialDesk.App.Denials;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.App.Settings;
using DenialDesk.App.Templates;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.Letters;
using DenialDesk.Domain.Payers;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using DenialDesk.Domain.WriteOffs;
using Npgsql;

namespace DenialDesk.App.Tests.Settings;

/// <summary>What admins keep: each saved as a version, seen where it is used, journalled, and guarded against a lost change.</summary>
public sealed class SettingsTests(SettingsTests.Desk desk) : IClassFixture<SettingsTests.Desk>
{
    private static readonly Actor Admin = new(Guid.NewGuid(), "Ada", Roles.Of(Roles.Admin), null);
    private static readonly Actor Manager = new(Guid.NewGuid(), "Max", Roles.Of(Roles.Manager), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A desk with a practice and a payer.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        internal DenialRows Rows { get; private set; } = null!;

        public int Practice { get; private set; }

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            Practice = await Rows.PracticeAsync("Elm Street");
        }
    }

    [Fact]
    public async Task A_write_off_limit_holds_at_once_and_one_for_tomorrow_tomorrow()
    {
        var denial = await DenialAsync(100m);
        var see = desk.Get<SeeWriteOffPolicy>();
        var seen = await see.Run(Admin, Stop);
        var strict = seen.Body with { ManagerLimit = 50m, Reasons = [.. seen.Body.Reasons.Select(r => r with { Active = r.Reason != WriteOffReason.PatientRelated })] };
        var tomorrow = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(2);

        Assert.Null(await desk.Get<EditWriteOffPolicy>().Run(new() { Version = seen.Newest, Policy = strict }, Admin, Stop));
        Assert.Equal("setting_changed", (await desk.Get<EditWriteOffPolicy>().Run(new() { Version = seen.Newest, Policy = strict }, Admin, Stop))?.Code);
        Assert.Equal("setting_past", (await desk.Get<EditWriteOffPolicy>().Run(new() { Version = seen.Newest + 1, Policy = strict, From = new(2020, 1, 1) }, Admin, Stop))?.Code);
        Assert.Equal("limit", (await WriteOffAsync(denial, Manager, WriteOffReason.SmallBalance)).Refusal?.Code);
        Assert.Equal("reason_retired", (await WriteOffAsync(denial, Admin, WriteOffReason.PatientRelated)).Refusal?.Code);

        Assert.Null(await desk.Get<EditWriteOffPolicy>().Run(new() { Version = seen.Newest + 1, Policy = strict with { ManagerLimit = null }, From = tomorrow }, Admin, Stop));
        Assert.Equal("limit", (await WriteOffAsync(denial, Manager, WriteOffReason.SmallBalance)).Refusal?.Code);
        Assert.True((await WriteOffAsync(denial, Admin, WriteOffReason.SmallBalance)).Done);
        Assert.Equal(2L, await desk.ScalarAsync("select count(*) from journal where action = 'setting.changed' and subject_id = 'write_offs'"));
        await Assert.ThrowsAsync<PostgresException>(() => desk.ScalarAsync("update desk_setting set by_name = 'Eve'"));
        await Assert.ThrowsAsync<NotPermittedException>(() => desk.Get<EditWriteOffPolicy>().Run(new() { Version = 0, Policy = strict }, Manager, Stop));
    }

    [Fact]
    public async Task The_root_causes_are_the_shipped_ones_until_a_version_is_kept()
    {
        var seen = await desk.Get<SeeRootCauses>().Run(Manager, Stop);
        var own = seen.Body with { Lines = [new(DenialCategory.Coding, "Coding", "The superbill of 2024 was used")] };

        Assert.Null(await desk.Get<EditRootCauses>().Run(new() { Version = seen.Newest, Map = own }, Admin, Stop));

        var kept = await desk.Get<SeeRootCauses>().Run(Manager, Stop);
        Assert.Equal(RootCauseMap.Shipped.Lines.Count, seen.Body.Lines.Count);
        Assert.Equal("The superbill of 2024 was used", kept.Body.Of(DenialCategory.Coding).Single().Step);
        Assert.Equal(("Ada", 1), (kept.History.Single().By, kept.Newest));
    }

    [Fact]
    public async Task What_is_known_of_a_payer_is_kept_in_versions_refuses_the_wrong_way_to_correct_and_survives_a_merge()
    {
        var (from, into) = (await desk.Rows.PayerAsync("Acme Old"), await desk.Rows.PayerAsync("Acme New"));
        var conduct = new PayerConduct { Phone = "555-0100", CorrectedAs = CorrectedHabit.New, QuietDays = 10, Channels = [new(WindowAction.Appeal1, Channel.Fax, "555-0199", MaxMegabytes: 20)] };

        Assert.Null(await desk.Get<EditConduct>().Run(new() { PayerId = from, Version = 0, Conduct = conduct }, Admin, Stop));
        Assert.Equal("conduct_changed", (await desk.Get<EditConduct>().Run(new() { PayerId = from, Version = 0, Conduct = conduct }, Admin, Stop))?.Code);
        Assert.Null(await desk.Get<EditConduct>().Run(new() { PayerId = from, Version = 1, Conduct = conduct with { Note = "Ask for Sam" } }, Admin, Stop));
        var (_, refusal) = await desk.Get<MergePayers>().Run(new() { From = from, Into = into }, Admin, Stop);

        Assert.Null(refusal);
        var kept = await desk.Get<SeeConduct>().Run(into, Manager, Stop);
        Assert.Equal(("Ask for Sam", 20, 1), (kept.Conduct.Note, kept.Conduct.Channels.Single().MaxMegabytes, kept.Version));
        Assert.Equal(["note"], (await desk.Get<SeeConduct>().Run(from, Manager, Stop)).History[0].Changed);
        Assert.Equal(1L, await desk.ScalarAsync("select count(*) from journal where action = 'payer.conduct_changed' and old->>'phone' = '555-0100'"));

        var denial = await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = into, Denied = 80m });
        await desk.ScalarAsync("update denial set payer_claim_number = 'X1', due_on = current_date + 60 where denial_id = $1", denial);
        var step = new RecordStep.Input { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = denial, Version = 1, Kind = DenialStepKind.CorrectedResubmitted };
        Assert.Equal("takes_new_only", (await desk.Get<RecordStep>().Run(step, Manager, Stop)).Refusal?.Code);
        Assert.True((await desk.Get<SeeDenial>().Run(new() { PracticeId = desk.Practice, DenialId = denial }, Manager, Stop))!.CorrectedAsNew);
        Assert.True((await desk.Get<RecordStep>().Run(step with { CommandId = Guid.NewGuid(), AsNewClaim = true }, Manager, Stop)).Done);
    }

    [Fact]
    public async Task A_closed_office_moves_the_day_to_start_by_and_no_deadline()
    {
        var denial = await DenialAsync(40m);
        await desk.ScalarAsync("update denial set due_on = '2026-12-01', last_safe_day = '2026-11-27' where denial_id = $1", denial);

        var (days, refusal) = await desk.Get<EditClosedDays>().Run(new() { PracticeId = desk.Practice, From = new(2026, 11, 26), To = new(2026, 11, 29), Name = "Thanksgiving weekend" }, Admin, Stop);
        var again = await desk.Get<EditClosedDays>().Run(new() { PracticeId = desk.Practice, From = new(2026, 11, 27), To = new(2026, 11, 27) }, Admin, Stop);
        var view = await desk.Get<SeeDenial>().Run(new() { PracticeId = desk.Practice, DenialId = denial }, Admin, Stop);

        Assert.Equal((1, null), (days, refusal));
        Assert.Equal("closed_nothing", again.Refusal?.Code);
        Assert.Equal((new DateOnly(2026, 11, 25), new DateOnly(2026, 11, 27), new DateOnly(2026, 12, 1)), (view!.StartBy, view.LastSafeDay, view.Due));
        Assert.Equal("Thanksgiving weekend", (await desk.Get<SeePractice>().Run(desk.Practice, Admin, Stop))!.Closed.Single().Name);
        Assert.Equal(1, (await desk.Get<EditClosedDays>().Run(new() { PracticeId = desk.Practice, From = new(2026, 11, 27), To = new(2026, 11, 27), Open = true }, Admin, Stop)).Days);
    }

    [Fact]
    public async Task A_letter_is_drafted_published_and_kept_as_it_was()
    {
        var save = desk.Get<SaveTemplate>();
        var input = new SaveTemplate.Input { Version = 0, Name = "Our own", Scope = new(null, DenialCategory.Cob, WindowAction.Appeal1), Subject = "{{level}}", Body = "Dear {{payer_name}}" };
        Assert.Equal("field_unknown", (await save.Run(input with { Body = "Dear {{payer}}" }, Admin, Stop)).Refusal?.Code);

        var (id, _) = await save.Run(input, Admin, Stop);
        var act = new PublishTemplate.Input { TemplateId = id!.Value, Version = 1, Act = PublishTemplate.Act.Publish };
        Assert.Null(await desk.Get<PublishTemplate>().Run(act, Admin, Stop));
        Assert.Equal("template_changed", (await desk.Get<PublishTemplate>().Run(act, Admin, Stop))?.Code);
        Assert.Equal("no_draft", (await desk.Get<PublishTemplate>().Run(act with { Version = 2 }, Admin, Stop))?.Code);
        Assert.Null((await save.Run(input with { TemplateId = id, Version = 2, Body = "Dear all" }, Admin, Stop)).Refusal);

        var view = await desk.Get<SeeTemplate>().Run(id.Value, Admin, Stop);
        Assert.Equal([(2, true, "Dear all"), (1, false, "Dear {{payer_name}}")], view!.Texts.Select(t => (t.No, t.Draft, t.Body)));
        await Assert.ThrowsAsync<PostgresException>(() => desk.ScalarAsync("update letter_version set body = 'x' where template_id = $1 and version_no = 1", id.Value));
        Assert.Contains(await desk.Get<ListTemplates>().Run(new() { Category = "cob" }, Admin, Stop), t => t is { Name: "Our own", Published: 1, Draft: true });
    }

    [Fact]
    public async Task The_templates_a_desk_starts_with_use_known_fields_only()
    {
        var list = await desk.Get<ListTemplates>().Run(new(), Admin, Stop);

        Assert.True(list.Count >= 8);
        foreach (var row in list.Where(t => t.By == "DenialDesk"))
        {
            var text = (await desk.Get<SeeTemplate>().Run(row.TemplateId, Admin, Stop))!.Texts.Single();
            Assert.Null(LetterMerge.Check(text.Subject) ?? LetterMerge.Check(text.Body));
            Assert.Empty(LetterMerge.Merge(text.Body, LetterFields.Example).Missing);
        }
    }

    private async Task<long> DenialAsync(decimal dollars) => await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = await desk.Rows.PayerAsync("Borealis"), Denied = dollars });

    private async Task<StepResult> WriteOffAsync(long denial, Actor actor, WriteOffReason reason)
        => await desk.Get<RecordStep>().Run(
            new()
            {
                CommandId = Guid.NewGuid(),
                PracticeId = desk.Practice,
                DenialId = denial,
                Version = (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", denial))!,
                Kind = DenialStepKind.WriteOff,
                WriteOffReason = reason,
                Note = "agreed",
            },
            actor, Stop);
}

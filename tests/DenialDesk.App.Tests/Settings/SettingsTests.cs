using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Settings;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Prevention;
using DenialDesk.Domain.WriteOffs;
using Npgsql;

namespace DenialDesk.App.Tests.Settings;

/// <summary>What admins keep: each saved as a version, seen where it is used, journalled, and guarded against a lost change.</summary>
public sealed class SettingsTests(PracticeDesk desk) : IClassFixture<PracticeDesk>
{
    private static readonly Actor Admin = new(Guid.NewGuid(), "Ada", Roles.Of(Roles.Admin), null);
    private static readonly Actor Manager = new(Guid.NewGuid(), "Max", Roles.Of(Roles.Manager), null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_off_limit_holds_at_once_and_one_for_tomorrow_tomorrow()
    {
        var denial = await DenialAsync(100m);
        var see = desk.Get<SeeWriteOffPolicy>();
        var seen = await see.Run(Admin, Stop);
        var strict = seen.Body with { LeadLimit = null, ManagerLimit = 50m, Reasons = [.. seen.Body.Reasons.Select(r => r with { Active = r.Reason != WriteOffReason.PatientRelated })] };
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

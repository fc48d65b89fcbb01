using DenialDesk.Domain.People;

namespace DenialDesk.Domain.Tests.People;

public sealed class RolesTests
{
    [Fact]
    public void Each_role_may_do_what_the_one_below_it_may()
    {
        Assert.Subset(Roles.Of(Roles.Manager).ToHashSet(), Roles.Of(Roles.Biller).ToHashSet());
        Assert.Subset(Roles.Of(Roles.Admin).ToHashSet(), Roles.Of(Roles.Manager).ToHashSet());
        Assert.Equal(Enum.GetValues<Permission>().Length, Roles.Of(Roles.Admin).Count);
    }

    [Fact]
    public void A_lead_is_a_biller_who_also_gives_out_work_undoes_others_steps_and_sees_figures()
        => Assert.Equal(Roles.Of(Roles.Biller).Append(Permission.AssignOthers).Append(Permission.UndoOthers).Append(Permission.OverridePath).Append(Permission.SeeTrends).Append(Permission.DecideWriteOffs).Order(), Roles.Of(Roles.Lead).Order());

    [Fact]
    public void An_auditor_sees_what_a_manager_sees_and_may_do_nothing()
    {
        var may = Roles.Of(Roles.Auditor);

        Assert.All(may, p => Assert.StartsWith("See", p.ToString(), StringComparison.Ordinal));
        Assert.Equal(Enum.GetValues<Permission>().Where(p => p.ToString().StartsWith("See", StringComparison.Ordinal)), may.Order());
    }

    [Fact]
    public void A_biller_works_and_imports_but_sets_nothing_up()
    {
        var may = Roles.Of("Biller ");

        Assert.Contains(Permission.WorkDenials, may);
        Assert.Contains(Permission.ImportFiles, may);
        Assert.DoesNotContain(Permission.SeeTrends, may);
        Assert.DoesNotContain(Permission.ManagePayers, may);
        Assert.DoesNotContain(Permission.ManagePeople, may);
    }

    [Fact]
    public void What_is_denied_wins_over_every_role_that_grants_it()
    {
        var may = Roles.Effective([Roles.Biller, Roles.Admin], [Permission.ImportFiles]);

        Assert.DoesNotContain(Permission.ImportFiles, may);
        Assert.Contains(Permission.ManagePeople, may);
    }

    [Fact]
    public void A_role_nobody_knows_grants_nothing()
    {
        Assert.Empty(Roles.Effective(["owner"]));
        Assert.Empty(Roles.Effective([]));
    }
}

using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Prevention;

namespace DenialDesk.Domain.Tests.Prevention;

public sealed class RootCauseMapTests
{
    [Fact]
    public void The_shipped_map_is_sound_and_says_something_for_every_kind_of_denial_but_other()
    {
        Assert.Null(RootCauseMap.Shipped.Check());
        Assert.All(Enum.GetValues<DenialCategory>().Where(c => c != DenialCategory.Other), c => Assert.NotEmpty(RootCauseMap.Shipped.Of(c)));
        Assert.Equal("Coverage was not verified again on the day of service", RootCauseMap.Shipped.Of(DenialCategory.Eligibility)[0].Step);
    }

    [Fact]
    public void What_is_wrong_with_a_map_is_said()
    {
        var map = RootCauseMap.Shipped;

        Assert.Equal("department_unknown", (map with { Departments = [.. map.Departments.Where(d => d != "Billing")] }).Check()?.Code);
        Assert.Equal("department_twice", (map with { Departments = [.. map.Departments, "billing"] }).Check()?.Code);
        Assert.Equal("department_name", (map with { Departments = [.. map.Departments, " "] }).Check()?.Code);
        Assert.Equal("step_empty", (map with { Lines = [.. map.Lines, new(DenialCategory.Other, "Billing", "")] }).Check()?.Code);
    }
}

using DenialDesk.Domain.Codes;

namespace DenialDesk.Domain.Tests.Codes;

public sealed class ProcedureFamiliesTests
{
    private const string Page = "procedure-families.md";

    public static TheoryData<string> Codes => RuleTable.Names(Page, "Code");

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_belongs_to_one_family(string code)
    {
        var row = RuleTable.Row(Page, "Code", code);
        var family = ProcedureFamilies.Of(code == "none" ? null : code);

        Assert.Equal(row["Family"], family.Text());
        Assert.Equal(row["In words"], family.Words());
    }

    public static TheoryData<string> Typed => RuleTable.Names(Page, "Typed");

    [Theory]
    [MemberData(nameof(Typed))]
    public void A_group_is_the_first_three_characters_of_a_code(string typed)
    {
        var row = RuleTable.Row(Page, "Typed", typed);

        Assert.Equal(row["Group"], ProcedureGroup.Name(typed));
        Assert.Equal(row["Begins with"], ProcedureGroup.Beginning(typed));
    }

    [Fact]
    public void A_denials_family_is_that_of_its_first_procedure()
    {
        Assert.Equal(ProcedureFamily.Imaging, ProcedureFamilies.OfLead("70551 99213"));
        Assert.Equal(ProcedureFamily.OfficeVisit, ProcedureFamilies.OfLead(" 99213"));
        Assert.Equal(ProcedureFamily.Other, ProcedureFamilies.OfLead(""));
    }
}

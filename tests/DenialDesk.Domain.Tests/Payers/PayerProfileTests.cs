using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Domain.Tests.Payers;

public sealed class PayerProfileTests
{
    [Theory]
    [InlineData("Noridian Healthcare Solutions, LLC", "MB", "medicare", "medicare_ffs", null, null, null)]
    [InlineData("NOVITAS SOLUTIONS", "", "medicare", "medicare_ffs", null, null, null)]
    [InlineData("MEDICARE PART A", "MA", "medicare", "medicare_ffs", null, null, null)]
    [InlineData("UNITEDHEALTHCARE", "12", "commercial", "commercial", "UHC", null, null)]
    [InlineData("UnitedHealthcare Medicare Solutions", "16", "medicare_advantage", "ma", "UHC", null, null)]
    [InlineData("UHC COMMUNITY PLAN OF OHIO", "MC", "medicaid", "medicaid_mco", "UHC", "UHC-CP-OH", "OH")]
    [InlineData("Aetna", "HM", "commercial", "commercial", "Aetna", null, null)]
    [InlineData("AETNA MEDICARE", "", "medicare_advantage", "ma", "Aetna", null, null)]
    [InlineData("Humana Inc.", "16", "medicare_advantage", "ma", "Humana", null, null)]
    [InlineData("Humana Military", "CH", "tricare", "tricare", null, null, null)]
    [InlineData("Blue Cross and Blue Shield of Texas", "12", "commercial", "commercial", "HCSC", "BCBSTX", "TX")]
    [InlineData("BCBSTX", "BL", "commercial", "commercial", "HCSC", "BCBSTX", "TX")]
    [InlineData("Anthem Blue Cross Blue Shield", "12", "commercial", "commercial", "Anthem", null, null)]
    [InlineData("Cigna Health and Life Insurance Company", "CI", "commercial", "commercial", "Cigna", null, null)]
    [InlineData("Texas Medicaid & Healthcare Partnership", "MC", "medicaid", "medicaid_ffs", null, null, "TX")]
    [InlineData("DIVISON OF HEALTH CARE FINANCING AND POLICY", "MC", "medicaid", "medicaid_ffs", null, null, null)]
    [InlineData("Molina Healthcare of New York", "MC", "medicaid", "medicaid_mco", "Molina", "Molina-NY", "NY")]
    [InlineData("Nebraska Total Care", "MC", "medicaid", "medicaid_mco", "Centene", "Centene-NE", "NE")]
    [InlineData("TRICARE East", "", "tricare", "tricare", null, null, null)]
    [InlineData("CHAMPVA", "CH", "tricare", "champva", null, null, null)]
    [InlineData("TriWest Healthcare Alliance", "VA", "veterans", "va_ccn", null, null, null)]
    [InlineData("BCBS FEP", "12", "commercial", "fep", null, null, null)]
    [InlineData("Texas Mutual Workers' Compensation", "WC", "workers_comp", "wc", null, null, "TX")]
    [InlineData("GEICO", "AM", "auto", "auto", null, null, null)]
    [InlineData("Kaiser Foundation Health Plan of Washington", "HM", "commercial", "commercial", "Kaiser", "Kaiser-WA", "WA")]
    [InlineData("Acme Health Plan", "CI", "commercial", "commercial", null, null, null)]
    [InlineData("Acme Health Plan", "", "unknown", null, null, null, null)]
    [InlineData(null, null, "unknown", null, null, null, null)]
    public void A_payer_is_guessed_from_its_name_and_how_claims_are_filed(
        string? name, string? indicator, string kind, string? lob, string? family, string? payer, string? state)
    {
        Assert.Equal(new PayerProfile(CodeNames.Read<PayerClass>(kind), lob, family, payer, state), PayerProfile.Guess(name, indicator));
    }

    [Fact]
    public void The_state_of_the_payers_address_helps_where_the_name_is_silent()
    {
        Assert.Equal("NY", PayerProfile.Guess("Department of Health Medicaid", "MC", "ny").State);
        Assert.Equal("OH", PayerProfile.Guess("Ohio Medicaid", "MC", "NY").State);
        Assert.Equal("WV", PayerProfile.Guess("West Virginia Medicaid", "MC").State);
    }

    [Theory]
    [InlineData("Aetna, Inc.", "AETNA")]
    [InlineData("AETNA INC", "AETNA")]
    [InlineData("The Guardian Life Insurance Co.", "GUARDIAN LIFE INS")]
    [InlineData("Blue Cross & Blue Shield of S.C.", "BCBS OF SC")]
    [InlineData("  BlueCross  BlueShield ", "BCBS")]
    [InlineData("UnitedHealthcare", "UNITED HEALTHCARE")]
    [InlineData(null, "")]
    public void Names_are_brought_to_one_form(string? sent, string normal)
    {
        Assert.Equal(normal, PayerName.Normal(sent));
    }

    [Fact]
    public void Evidence_comes_strongest_first_and_leaves_out_placeholders()
    {
        var evidence = PayerEvidence.Ordered("1-12 3456789", "  ", "00000", "87726", "UnitedHealthcare, Inc.");

        Assert.Equal(
            [
                new PayerEvidence(PayerEvidenceKind.OriginatingCompany, "1123456789"),
                new PayerEvidence(PayerEvidenceKind.PlanNumber, "87726"),
                new PayerEvidence(PayerEvidenceKind.Name, "UNITED HEALTHCARE"),
            ],
            evidence);
        Assert.Empty(PayerEvidence.Ordered(null, null, null, null, "Unknown"));
    }
}

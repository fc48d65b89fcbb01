using System.Text;
using DenialDesk.X12.Claims;
using DenialDesk.X12.Tests.Claims;
using DenialDesk.X12.Writing;

namespace DenialDesk.X12.Tests.Writing;

/// <summary>A claim of $352.00 on two lines, decided by its first payer and passed on to the next one.</summary>
public sealed class SecondaryClaimTests
{
    private const string Claim =
        """
        ISA*00*          *00*          *ZZ*CEDARBEND      *ZZ*PECANCLEAR     *260505*0615*^*00501*000007001*0*P*:~
        GS*HC*CEDARBEND*PECANCLEAR*20260505*0615*7001*X*005010X222A1~
        ST*837*0001*005010X222A1~
        BHT*0019*00*CB007001*20260505*0615*CH~
        NM1*41*2*CEDAR BEND*****46*CEDARBEND~
        PER*IC*BILLING*TE*5125550142~
        NM1*40*2*PECAN*****46*PECANCLEAR~
        HL*1**20*1~
        NM1*85*2*CEDAR BEND*****XX*2999004173~
        N3*100 OLD MILL ST~
        N4*CEDAR BEND*TX*786999901~
        REF*EI*990417263~
        HL*2*1*22*0~
        SBR*P*18*GRP1******CI~
        NM1*IL*1*ESTRADA*MARISOL****MI*123450777~
        N3*77 LIVE OAK LN~
        N4*CEDAR BEND*TX*786999901~
        DMG*D8*19790214*F~
        NM1*PR*2*FIRST HEALTH*****PI*11111~
        N3*PO BOX 1~
        N4*AUSTIN*TX*78720~
        CLM*A1*352***11:B:1*Y*A*Y*Y~
        HI*ABK:M545~
        NM1*82*1*HOLLOWAY*IMOGEN****XX*2999112014~
        LX*1~
        SV1*HC:99213:25*132*UN*1***1~
        DTP*472*D8*20260504~
        REF*6R*A1-1~
        LX*2~
        SV1*HC:72148*220*UN*1***1~
        DTP*472*D8*20260504~
        REF*6R*A1-2~
        SE*30*0001~
        GE*1*7001~
        IEA*1*000007001~
        """;

    private static readonly PriorDecision Prior = new()
    {
        Paid = 92m,
        PayerClaimNumber = "U26",
        DecidedOn = new(2026, 5, 22),
        Lines =
        [
            new(1, 92m, "99213", ["25"], 1m, [new("CO", "45", 20m), new("PR", "1", 20m)]),
            new(2, 0m, "72148", [], null, [new("CO", "197", 220m, 1m)]),
        ],
    };

    private static readonly NextPayer Next = new() { Name = "SECOND LIFE", Id = "22222", MemberId = "S99", GroupNumber = "G2", FilingIndicator = "BL" };

    [Fact]
    public void The_next_payer_takes_the_subscribers_place_and_the_first_ones_decision_goes_along()
    {
        var result = SecondaryClaim.Write(Read(Claim), Request());

        Assert.Empty(result.Refusals);
        var text = Encoding.Latin1.GetString(result.Interchange!).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        Assert.Contains("SBR*S*18*G2******BL~NM1*IL*1*ESTRADA*MARISOL****MI*S99~N3*77 LIVE OAK LN~N4*CEDAR BEND*TX*786999901~DMG*D8*19790214*F~NM1*PR*2*SECOND LIFE*****PI*22222~CLM*A1*352***11:B:1*", text, StringComparison.Ordinal);
        Assert.Contains("SBR*P*18*GRP1******CI~AMT*D*92~AMT*EAF*20~OI***Y***Y~NM1*IL*1*ESTRADA*MARISOL****MI*123450777~N3*77 LIVE OAK LN~N4*CEDAR BEND*TX*786999901~NM1*PR*2*FIRST HEALTH*****PI*11111~N3*PO BOX 1~N4*AUSTIN*TX*78720~REF*F8*U26~LX*1~", text, StringComparison.Ordinal);
        Assert.Contains("REF*6R*A1-1~SVD*11111*92*HC:99213:25**1~CAS*CO*45*20~CAS*PR*1*20~DTP*573*D8*20260522~AMT*EAF*20~LX*2~", text, StringComparison.Ordinal);
        Assert.Contains("REF*6R*A1-2~SVD*11111*0*HC:72148**1~CAS*CO*197*220*1~DTP*573*D8*20260522~SE*", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_reads_back_balanced_to_the_cent_on_every_line_and_in_all()
    {
        var again = Assert.Single(ReadClaims.Of(SecondaryClaim.Write(Read(Claim), Request()).Interchange!).Claims);

        var first = Assert.Single(again.OtherPayers);
        Assert.Equal((92m, 20m, "U26", "P", "11111"), (first.Paid, first.RemainingLiability, first.PayerClaimControlNumber, first.Coverage.PayerOrder, first.Payer!.Name.Id));
        Assert.Equal(("22222", "S99", "1"), (again.Payer!.Name.Id, again.Subscriber.MemberId, again.Frequency));
        Assert.All(again.Lines, l =>
        {
            var decided = Assert.Single(l.Adjudications);
            Assert.Equal(l.Charge, decided.Paid + decided.Adjustments.Sum(a => a.Amount));
            Assert.Equal("11111", decided.PayerId);
        });
        Assert.Equal(again.Charge, first.Paid + again.Lines.Sum(l => l.Adjudications[0].Adjustments.Sum(a => a.Amount)));
    }

    [Theory]
    [InlineData("no id", "payer id are needed")]
    [InlineData("no member", "member number with the next payer is needed")]
    [InlineData("the first again", "the one that decided already")]
    [InlineData("one line", "decides 1 of the claim's 2 lines")]
    [InlineData("a cent off", "Line 2 does not balance: $220.00 was billed")]
    [InlineData("claim off", "The claim does not balance")]
    public void A_missing_fact_or_cent_is_refused_in_words(string what, string sentence)
    {
        var request = what switch
        {
            "no id" => Request(to: Next with { Id = " " }),
            "no member" => Request(to: Next with { MemberId = "" }),
            "the first again" => Request(to: Next with { Id = "11111" }),
            "one line" => Request(prior: Prior with { Lines = [Prior.Lines[0]] }),
            "a cent off" => Request(prior: Prior with { Lines = [Prior.Lines[0], Prior.Lines[1] with { Adjustments = [new("CO", "197", 219.99m)] }] }),
            _ => Request(prior: Prior with { Paid = 91m }),
        };

        var result = SecondaryClaim.Write(Read(Claim), request);

        Assert.Null(result.Interchange);
        Assert.Contains(result.Refusals, r => r.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void A_patient_insured_in_person_with_the_next_payer_leaves_the_dependents_loop()
    {
        var dependent = Claim.Replace("HL*2*1*22*0~", "HL*2*1*22*1~", StringComparison.Ordinal).Replace("SBR*P*18*", "SBR*P**", StringComparison.Ordinal)
            .Replace("CLM*A1", "HL*3*2*23*0~\nPAT*19~\nNM1*QC*1*ESTRADA*LUZ~\nN3*77 LIVE OAK LN~\nN4*CEDAR BEND*TX*786999901~\nDMG*D8*20150101*F~\nCLM*A1", StringComparison.Ordinal).Replace("SE*30*", "SE*36*", StringComparison.Ordinal);

        var through = Assert.Single(ReadClaims.Of(SecondaryClaim.Write(Read(dependent), Request()).Interchange!).Claims);
        var self = Assert.Single(ReadClaims.Of(SecondaryClaim.Write(Read(dependent), Request(to: Next with { PatientIsInsured = true })).Interchange!).Claims);

        Assert.Equal(("LUZ", "MARISOL", "19"), (through.PatientParty!.Name.FirstName, through.Subscriber.Party!.Name.FirstName, through.OtherPayers[0].Coverage.Relationship));
        Assert.Null(self.Patient);
        Assert.Equal(("LUZ", "S99", "19"), (self.Subscriber.Party!.Name.FirstName, self.Subscriber.MemberId, self.OtherPayers[0].Coverage.Relationship));
    }

    [Fact]
    public void An_added_line_stands_behind_the_others_and_the_total_follows()
    {
        var edits = new ClaimEdits { Lines = [new LineEdit { Line = 1, Remove = true }], Added = [new("73721", ["RT"], 80m, 1m, new(2026, 5, 4), [1])] };

        var result = CorrectedClaim.Write(Read(Claim), CorrectedClaimTests.Request(ResubmissionKind.Corrected, edits));

        Assert.Empty(result.Refusals);
        var again = Assert.Single(ReadClaims.Of(result.Interchange!).Claims);
        Assert.Equal((300m, "72148 73721", "1 2"), (again.Charge!.Value, string.Join(' ', again.Lines.Select(l => l.Procedure!.Code)), string.Join(' ', again.Lines.Select(l => l.Number))));
        Assert.Contains(CorrectedClaim.Write(Read(Claim), CorrectedClaimTests.Request(ResubmissionKind.Corrected, new() { Added = [new("7", [], -1m, 0m, new(2036, 1, 1))] })).Refusals, r => r.Contains("the added line 1", StringComparison.Ordinal));
    }

    private static SecondaryClaimRequest Request(NextPayer? to = null, PriorDecision? prior = null) => new() { Envelope = CorrectedClaimTests.Request(ResubmissionKind.Fresh), To = to ?? Next, Prior = prior ?? Prior };

    private static SubmittedClaim Read(string text) => Assert.Single(ReadClaims.Of(Encoding.Latin1.GetBytes(text)).Claims);
}

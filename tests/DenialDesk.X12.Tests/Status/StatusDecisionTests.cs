using System.Text;
using DenialDesk.X12.Status;

namespace DenialDesk.X12.Tests.Status;

public sealed class StatusDecisionTests
{
    [Theory]
    [InlineData("STC*A2:20*20260105*WQ*1", StatusOutcome.Accepted, false)]
    [InlineData("STC*A1:19*20260105*WQ*1", StatusOutcome.Received, false)]
    [InlineData("STC*A0:16*20260105*WQ*1", StatusOutcome.Received, false)]
    [InlineData("STC*A5:20*20260105*WQ*1", StatusOutcome.Accepted, false)]
    [InlineData("STC*A4:35*20260105*WQ*1", StatusOutcome.NotFound, false)]
    [InlineData("STC*A3:21*20260105*U*1", StatusOutcome.Rejected, false)]
    [InlineData("STC*A6:21*20260105*U*1", StatusOutcome.Rejected, false)]
    [InlineData("STC*A7:21**U*1", StatusOutcome.Rejected, false)]
    [InlineData("STC*a8:21**u*1", StatusOutcome.Rejected, false)]
    [InlineData("STC*A2:20*20260105*U*1", StatusOutcome.Rejected, true)]
    [InlineData("STC*A7:21*20260105*WQ*1", StatusOutcome.Rejected, true)]
    [InlineData("STC*A2:20*20260105*WQ*1******A3:187", StatusOutcome.Rejected, true)]
    [InlineData("STC*A2:20*20260105*WQ*1*******A8:187", StatusOutcome.Rejected, true)]
    [InlineData("STC*A2:20*20260105*WQ*1~STC*A7:21*20260105*U*1", StatusOutcome.Rejected, true)]
    [InlineData("STC*A2:20*20260105*WQ*1~SVC*HC:1*1~STC*A3:122**U", StatusOutcome.Rejected, true)]
    [InlineData("STC*A1:19*20260105*WQ*1~STC*A2:20*20260105*WQ*1", StatusOutcome.Accepted, false)]
    [InlineData("STC*F2:88*20260105**1", StatusOutcome.Finalized, false)]
    [InlineData("STC*F5:21*20260105**1", StatusOutcome.Rejected, false)]
    [InlineData("STC*P1:46*20260105**1", StatusOutcome.Pending, false)]
    [InlineData("STC*P3:317*20260105**1", StatusOutcome.InformationNeeded, false)]
    [InlineData("STC*R4:294*20260105**1", StatusOutcome.InformationNeeded, false)]
    [InlineData("STC*E0:24*20260105**1", StatusOutcome.NotAnswered, false)]
    [InlineData("STC*ZZ:999*20260105*WQ*1", StatusOutcome.Received, false)]
    [InlineData("STC*ZZ:999*20260105**1", StatusOutcome.Unknown, false)]
    [InlineData("REF*1K*X", StatusOutcome.Unknown, false)]
    public void A_claim_is_what_its_statuses_say_and_a_rejection_wins(string statuses, StatusOutcome outcome, bool review)
    {
        var claim = Claim("", "", statuses);

        Assert.Equal((outcome, review), (claim.Decision.Outcome, claim.Decision.NeedsReview));
    }

    [Theory]
    [InlineData("STC*A3:24:41**U*1~QTY*AA*3", "STC*A1:19*20260105*WQ*1", StatusOutcome.Rejected, StatusRole.Receiver)]
    [InlineData("STC*A3:24:41**U*1~QTY*90*2", "STC*A1:19*20260105*WQ*1", StatusOutcome.Accepted, StatusRole.Patient)]
    [InlineData("STC*A1:19**WQ*1", "STC*A3:24:85**U*1", StatusOutcome.Rejected, StatusRole.Provider)]
    [InlineData("STC*A1:19**WQ*1", "STC*A3:24:85**U*1~QTY*QA*1", StatusOutcome.Accepted, StatusRole.Patient)]
    [InlineData("STC*A1:19**WQ*1", "STC*A3:24:85*20260105**1", StatusOutcome.Rejected, StatusRole.Provider)]
    [InlineData("STC*A1:19**WQ*1", "STC*A3:24:85**WQ*1", StatusOutcome.Accepted, StatusRole.Patient)]
    public void A_refused_batch_or_provider_takes_its_claims_with_it_unless_some_are_told_as_accepted(string receiver, string provider, StatusOutcome outcome, StatusRole level)
    {
        var claim = Claim(receiver, provider, "STC*A2:20*20260105*WQ*1");

        Assert.Equal((outcome, level), (claim.Decision.Outcome, claim.Decision.Level));
    }

    [Theory]
    [InlineData("AY", StatusSpeaker.Clearinghouse)]
    [InlineData("PR", StatusSpeaker.Payer)]
    [InlineData("ZZ", StatusSpeaker.Unknown)]
    public void Who_rejects_is_told_by_the_source(string role, StatusSpeaker by) =>
        Assert.Equal(by, Claim("", "", "STC*A7:21**U*1", role).Decision.By);

    private static StatusClaim Claim(string receiver, string provider, string statuses, string source = "PR")
    {
        var text = $"""
            ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260105*0900*^*00501*000000001*0*P*:~
            GS*HN*S*R*20260105*0900*1*X*005010X214~ST*277*0001*005010X214~BHT*0085*08*1*20260105*0900*TH~
            HL*1**20*1~NM1*{source}*2*SOURCE~HL*2*1*21*1~NM1*41*2*US~{receiver}~HL*3*2*19*1~NM1*85*2*PROVIDER~{provider}~
            HL*4*3*PT~NM1*QC*1*PATIENT~TRN*2*C1~{statuses}~SE*1*0001~GE*1*1~IEA*1*000000001~
            """;
        return Assert.Single(CorpusTests.Claims(Encoding.ASCII.GetBytes(text), out _));
    }
}

using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>Gathers the segments of another payer (2320 and 2330).</summary>
internal sealed class OtherPayerBuilder(SourceSegment sbr, ProblemLog log)
{
    private readonly List<Adjustment> adjustments = [];
    private readonly List<QualifiedNumber> amounts = [];
    private readonly List<PayerRemarks> remarks = [];
    private readonly List<ClaimParty> parties = [];
    private readonly List<KeptSegment> unknown = [];
    private SourceSegment? insurance;
    private SourceSegment? demographics;
    private PartyBuilder? party;

    public void Take(SourceSegment s)
    {
        if (s.Id == "NM1")
        {
            CloseParty();
            party = new PartyBuilder(s, log);
            return;
        }

        if (party?.Take(s, withDates: true) == true)
        {
            return;
        }

        switch (s.Id)
        {
            case "CAS":
                ClaimSegments.Adjustments(s, adjustments, log);
                break;
            case "AMT":
                amounts.Add(ClaimSegments.Number(s));
                break;
            case "OI":
                insurance = s;
                break;
            case "DMG":
                demographics = s;
                break;
            case "MIA" or "MOA":
                remarks.Add(ClaimSegments.Remarks(s));
                break;
            default:
                unknown.Add(ClaimSegments.Kept(s));
                log.Add(Severity.Note, "segment-unexpected", s.At, "A segment that does not belong to another payer's part of the claim was kept as it was sent and not interpreted.");
                break;
        }
    }

    public OtherPayer Build()
    {
        CloseParty();
        return new OtherPayer
        {
            Coverage = ClaimSegments.Coverage(sbr),
            Adjustments = adjustments,
            Amounts = amounts,
            BenefitsAssigned = insurance?.View.Code(3) ?? "",
            ReleaseOfInformation = insurance?.View.Code(6) ?? "",
            Remarks = remarks,
            BirthDate = demographics?.View.Date(2),
            Parties = parties,
            Unknown = unknown,
        };
    }

    private void CloseParty()
    {
        if (party is not null)
        {
            parties.Add(party.Build());
            party = null;
        }
    }
}

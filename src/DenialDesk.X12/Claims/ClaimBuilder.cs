using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>Reads a claim from its segments, CLM to the last line.</summary>
internal sealed class ClaimBuilder(ProblemLog log)
{
    private readonly List<ClaimDate> dates = [];
    private readonly List<Reference> references = [];
    private readonly List<Attachment> attachments = [];
    private readonly List<ClaimNote> notes = [];
    private readonly List<string> fixedFormats = [];
    private readonly List<QualifiedNumber> amounts = [];
    private readonly List<QualifiedNumber> quantities = [];
    private readonly List<ClaimCondition> conditions = [];
    private readonly List<HealthCode> codes = [];
    private readonly List<ClaimParty> parties = [];
    private readonly List<OtherPayer> others = [];
    private readonly List<ClaimLine> lines = [];
    private readonly List<KeptSegment> details = [];
    private readonly List<KeptSegment> unknown = [];
    private PartyBuilder? party;
    private OtherPayerBuilder? other;
    private LineBuilder? line;
    private SubmittedClaim claim = null!;

    /// <summary>Reads the claim; the frame gives its loops, the source its segments.</summary>
    public SubmittedClaim Build(SubmittedClaim frame)
    {
        claim = frame;
        var segments = frame.Source.Claim;
        Open(segments[0]);
        foreach (var s in segments.Skip(1))
        {
            Take(s);
        }

        Close();
        var flavor = frame.Batch.Flavor;
        if (flavor == ClaimFlavor.Unknown)
        {
            flavor = lines.Select(l => ClaimFlavors.OfService(l.Service)).FirstOrDefault(f => f != ClaimFlavor.Unknown);
        }

        return claim with
        {
            Flavor = flavor == ClaimFlavor.Unknown ? ClaimFlavors.OfFacilityQualifier(claim.FacilityQualifier) : flavor,
            Dates = dates,
            References = references,
            Attachments = attachments,
            Notes = notes,
            FixedFormats = fixedFormats,
            Amounts = amounts,
            Quantities = quantities,
            Conditions = conditions,
            Codes = codes,
            Parties = parties,
            OtherPayers = others,
            Lines = lines,
            Details = details,
            Unknown = unknown,
        };
    }

    private void Open(SourceSegment clm)
    {
        var v = clm.View;
        var place = ClaimSegments.Parts(clm, 5, log);
        claim = claim with
        {
            PatientControlNumber = v.Text(1),
            Charge = ClaimSegments.Amount(clm, 2, log, "The charge of a claim"),
            Facility = ClaimSegments.Part(place, 1).ToUpperInvariant(),
            FacilityQualifier = ClaimSegments.Part(place, 2).ToUpperInvariant(),
            Frequency = ClaimSegments.Part(place, 3).ToUpperInvariant(),
            SignatureOnFile = v.Code(6),
            Assignment = v.Code(7),
            BenefitsAssigned = v.Code(8),
            ReleaseOfInformation = v.Code(9),
            PatientSignature = v.Code(10),
            RelatedCauses = v[11].IsEmpty ? [] : ClaimSegments.Parts(clm, 11, log).Where(c => c.Length > 0).ToArray(),
            SpecialProgram = v.Code(12),
            Predetermination = v.Code(19),
            DelayReason = v.Code(20),
        };
    }

    private void Take(SourceSegment s)
    {
        switch (s.Id)
        {
            case "LX":
                Close();
                line = new LineBuilder(s.At, log);
                line.Number(s);
                break;
            case "SV1" or "SV2" or "SV3" when line is null || line.HasService:
                Close();
                line = new LineBuilder(s.At, log);
                log.Add(Severity.Warning, "line-without-lx", s.At, "A service line begins without its number (LX); it was read as a line of its own. Number the lines before the claim is sent again.");
                line.Take(s);
                break;
            case "SBR":
                Close();
                other = new OtherPayerBuilder(s, log);
                break;
            default:
                if (line is not null)
                {
                    line.Take(s);
                }
                else if (other is not null)
                {
                    other.Take(s);
                }
                else
                {
                    TakeOwn(s);
                }

                break;
        }
    }

    private void TakeOwn(SourceSegment s)
    {
        if (s.Id == "NM1")
        {
            CloseParty();
            party = new PartyBuilder(s, log);
            return;
        }

        var own = s.Id == "REF" && s.View.Code(1) is "F8" or "G1" or "9F" or "D9" or "EA" or "4N" or "P4" or "9A" or "9C" or "X4" or "LX" or "EW" or "1J";
        if (own || party?.Take(s, withDates: false) != true)
        {
            Fact(s);
        }
    }

    private void Fact(SourceSegment s)
    {
        switch (s.Id)
        {
            case "DTP":
                dates.Add(ClaimSegments.Date(s, log));
                break;
            case "REF":
                references.Add(ClaimSegments.Reference(s));
                break;
            case "HI":
                ClaimSegments.Codes(s, codes, log);
                break;
            case "CL1":
                claim = claim with { AdmissionType = s.View.Code(1), AdmissionSource = s.View.Code(2), PatientStatus = s.View.Code(3) };
                break;
            case "AMT":
                amounts.Add(ClaimSegments.Number(s));
                break;
            case "QTY":
                quantities.Add(ClaimSegments.Number(s));
                break;
            case "PWK":
                attachments.Add(ClaimSegments.Attachment(s));
                break;
            case "NTE":
                notes.Add(ClaimSegments.Note(s));
                break;
            case "K3":
                fixedFormats.Add(s.View.Text(1));
                break;
            case "CRC":
                conditions.Add(ClaimSegments.Condition(s));
                break;
            case "CN1":
                claim = claim with { Contract = ClaimSegments.Contract(s) };
                break;
            case "HCP":
                claim = claim with { Repricing = ClaimSegments.Repricing(s) };
                break;
            case "CR1" or "CR2" or "CR3" or "CR5" or "CR6" or "CR7" or "HSD" or "DN1" or "DN2" or "UR":
                details.Add(ClaimSegments.Kept(s));
                break;
            default:
                unknown.Add(ClaimSegments.Kept(s));
                log.Add(Severity.Note, "segment-unexpected", s.At, "A segment that does not belong in a claim was kept as it was sent and not interpreted.");
                break;
        }
    }

    private void Close()
    {
        CloseParty();
        if (line is not null)
        {
            lines.Add(line.Build());
            line = null;
        }

        if (other is not null)
        {
            others.Add(other.Build());
            other = null;
        }
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

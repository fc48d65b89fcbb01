using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>Gathers the segments of a service line (2400 to 2430).</summary>
internal sealed class LineBuilder(Location at, ProblemLog log)
{
    private readonly List<ClaimDate> dates = [];
    private readonly List<Reference> references = [];
    private readonly List<Attachment> attachments = [];
    private readonly List<ClaimNote> notes = [];
    private readonly List<QualifiedNumber> amounts = [];
    private readonly List<QualifiedNumber> quantities = [];
    private readonly List<ClaimCondition> conditions = [];
    private readonly List<ToothFact> teeth = [];
    private readonly List<Drug> drugs = [];
    private readonly List<ClaimParty> parties = [];
    private readonly List<LineAdjudication> adjudications = [];
    private readonly List<KeptSegment> details = [];
    private readonly List<KeptSegment> unknown = [];
    private readonly List<Adjustment> adjustments = [];
    private readonly List<ClaimDate> decided = [];
    private ClaimLine line = new() { At = at };
    private LineAdjudication? adjudication;
    private PartyBuilder? party;
    private Drug? drug;

    public bool HasService => line.Service.Length > 0;

    public void Number(SourceSegment lx) => line = line with { Number = lx.View.Text(1) };

    public void Take(SourceSegment s)
    {
        if (s.Id == "NM1")
        {
            CloseParty();
            party = new PartyBuilder(s, log);
            return;
        }

        var own = s.Id == "REF" && s.View.Code(1) is "6R" or "G1" or "9F" or "9B" or "9D" or "EW" or "X4" or "F4" or "BT";
        if (!own && party?.Take(s, withDates: false) == true)
        {
            return;
        }

        if (s.Id is not ("CTP" or "REF"))
        {
            CloseDrug();
        }

        if (!Service(s) && !Decision(s))
        {
            Fact(s);
        }
    }

    public ClaimLine Build()
    {
        CloseParty();
        CloseDrug();
        CloseDecision();
        return line with
        {
            Dates = dates,
            References = references,
            Attachments = attachments,
            Notes = notes,
            Amounts = amounts,
            Quantities = quantities,
            Conditions = conditions,
            Teeth = teeth,
            Drugs = drugs,
            Parties = parties,
            Adjudications = adjudications,
            Details = details,
            Unknown = unknown,
        };
    }

    private bool Service(SourceSegment s)
    {
        var v = s.View;
        switch (s.Id)
        {
            case "SV1":
                line = line with
                {
                    Procedure = ClaimSegments.Procedure(s, 1, log),
                    Charge = Charge(s, 2),
                    UnitBasis = v.Code(3),
                    Units = v.Number(4),
                    PlaceOfService = v.Code(5),
                    DiagnosisPointers = Pointers(s, 7),
                    IsEmergency = v.Has(9, "Y"),
                    IsScreening = v.Has(11, "Y"),
                    IsFamilyPlanning = v.Has(12, "Y"),
                    CopayStatus = v.Code(15),
                };
                break;
            case "SV2":
                line = line with
                {
                    RevenueCode = v.Code(1),
                    Procedure = ClaimSegments.Procedure(s, 2, log),
                    Charge = Charge(s, 3),
                    UnitBasis = v.Code(4),
                    Units = v.Number(5),
                    NonCovered = v.Number(7),
                };
                break;
            case "SV3":
                line = line with
                {
                    Procedure = ClaimSegments.Procedure(s, 1, log),
                    Charge = Charge(s, 2),
                    PlaceOfService = v.Code(3),
                    OralCavities = v[4].IsEmpty ? [] : ClaimSegments.Parts(s, 4, log),
                    Prosthesis = v.Code(5),
                    Units = v.Number(6),
                    DiagnosisPointers = Pointers(s, 11),
                };
                break;
            default:
                return false;
        }

        line = line with { Service = s.Id };
        return true;
    }

    private decimal? Charge(SourceSegment s, int element) => ClaimSegments.Amount(s, element, log, "The charge of a service line");

    private int[] Pointers(SourceSegment s, int element) =>
        s.View[element].IsEmpty
            ? []
            : ClaimSegments.Parts(s, element, log).Where(p => p.Length > 0).Select(p => int.TryParse(p, out var n) && n is > 0 and < 100 ? n : 0).ToArray();

    /// <summary>Loop 2430: SVD with its CAS, DTP and AMT.</summary>
    private bool Decision(SourceSegment s)
    {
        if (s.Id == "SVD")
        {
            CloseParty();
            CloseDecision();
            var v = s.View;
            adjudication = new LineAdjudication
            {
                At = s.At,
                PayerId = v.Text(1),
                Paid = ClaimSegments.Amount(s, 2, log, "What another payer paid for a line"),
                Procedure = ClaimSegments.Procedure(s, 3, log),
                RevenueCode = v.Code(4),
                Units = v.Number(5),
                BundledInto = v.Text(6),
            };
            return true;
        }

        if (adjudication is null)
        {
            return false;
        }

        switch (s.Id)
        {
            case "CAS":
                ClaimSegments.Adjustments(s, adjustments, log);
                return true;
            case "DTP":
                decided.Add(ClaimSegments.Date(s, log));
                return true;
            case "AMT" when s.View.Has(1, "EAF"):
                adjudication = adjudication with { RemainingLiability = s.View.Number(2) };
                return true;
            default:
                return false;
        }
    }

    private void Fact(SourceSegment s)
    {
        switch (s.Id)
        {
            case "DTP":
                dates.Add(ClaimSegments.Date(s, log));
                break;
            case "REF" when drug is not null && s.View.Code(1) is "XZ" or "VY":
                drug = drug! with { References = [.. drug.References, ClaimSegments.Reference(s)] };
                break;
            case "REF":
                references.Add(ClaimSegments.Reference(s));
                break;
            case "PWK":
                attachments.Add(ClaimSegments.Attachment(s));
                break;
            case "NTE":
                notes.Add(ClaimSegments.Note(s));
                break;
            case "AMT":
                amounts.Add(ClaimSegments.Number(s));
                break;
            case "QTY":
                quantities.Add(ClaimSegments.Number(s));
                break;
            case "CRC":
                conditions.Add(ClaimSegments.Condition(s));
                break;
            case "TOO":
                teeth.Add(new ToothFact(s.View.Code(2), s.View[3].IsEmpty ? [] : ClaimSegments.Parts(s, 3, log), s.At));
                break;
            case "LIN":
                drug = new Drug { Qualifier = s.View.Code(2), Code = s.View.Text(3), At = s.At };
                break;
            case "CTP":
                drug = (drug ?? new Drug { At = s.At }) with { Quantity = s.View.Number(4), Unit = ClaimSegments.Part(ClaimSegments.Parts(s, 5, log), 1).ToUpperInvariant() };
                break;
            case "CN1":
                line = line with { Contract = ClaimSegments.Contract(s) };
                break;
            case "HCP":
                line = line with { Repricing = ClaimSegments.Repricing(s) };
                break;
            case "SV4" or "SV5" or "SV6" or "SV7" or "CR1" or "CR2" or "CR3" or "CR5" or "MEA" or "K3" or "PS1" or "HSD" or "IMM" or "LQ" or "FRM":
                details.Add(ClaimSegments.Kept(s));
                break;
            default:
                unknown.Add(ClaimSegments.Kept(s));
                log.Add(Severity.Note, "segment-unexpected", s.At, "A segment that does not belong in a service line was kept as it was sent and not interpreted.");
                break;
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

    private void CloseDrug()
    {
        if (drug is not null)
        {
            drugs.Add(drug);
            drug = null;
        }
    }

    private void CloseDecision()
    {
        if (adjudication is not null)
        {
            adjudications.Add(adjudication with { Adjustments = [.. adjustments], Dates = [.. decided] });
            adjudication = null;
            adjustments.Clear();
            decided.Clear();
        }
    }
}

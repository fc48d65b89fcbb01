namespace DenialDesk.X12.Claims;

/// <summary>Reads the loops around claims: header, billing provider, subscriber and patient.</summary>
internal sealed class LoopBuilder(ProblemLog log)
{
    public ClaimBatch Batch(IReadOnlyList<SourceSegment> segments, Envelope envelope)
    {
        var version = envelope.Transaction?.Implementation is { Length: > 0 } own ? own : envelope.Group?.Version ?? "";
        var batch = new ClaimBatch
        {
            At = segments[0].At,
            Envelope = envelope,
            Version = version,
            Flavor = ClaimFlavors.OfVersion(version),
        };
        var names = Names(segments, out var rest);
        foreach (var s in rest)
        {
            switch (s.Id)
            {
                case "ST":
                    break;
                case "BHT":
                    var v = s.View;
                    batch = batch with { Structure = v.Code(1), Purpose = v.Code(2), Reference = v.Text(3), Date = v.Date(4), Time = v.Text(5), Type = v.Code(6) };
                    break;
                case "REF":
                    batch = batch with { References = [.. batch.References, ClaimSegments.Reference(s)] };
                    break;
                default:
                    Unexpected(s);
                    break;
            }
        }

        return batch with { Submitter = Find(names, "41"), Receiver = Find(names, "40") };
    }

    public BillingProvider Billing(IReadOnlyList<SourceSegment> segments)
    {
        var billing = new BillingProvider();
        var names = Names(segments, out var rest);
        foreach (var s in rest)
        {
            switch (s.Id)
            {
                case "HL":
                    billing = billing with { HierarchyId = s.View.Text(1) };
                    break;
                case "PRV":
                    billing = billing with { Taxonomy = s.View.Text(3) };
                    break;
                case "CUR":
                    billing = billing with { Currency = s.View.Code(2) };
                    break;
                default:
                    Unexpected(s);
                    break;
            }
        }

        billing = billing with { Party = Find(names, "85"), PayTo = Find(names, "87"), PayToPlan = Find(names, "PE") };
        if (billing.Party is { Npi: { Length: > 0 } npi } party && !Npi.IsValid(npi))
        {
            log.Add(Severity.Warning, "npi-check-digit", party.Name.At.In(9), "The billing provider's NPI fails its check digit; payers reject such claims. Compare it with the NPI registry.");
        }

        return billing;
    }

    public Subscriber Subscriber(IReadOnlyList<SourceSegment> segments)
    {
        var subscriber = new Subscriber();
        var names = Names(segments, out var rest);
        foreach (var s in rest)
        {
            switch (s.Id)
            {
                case "HL":
                    subscriber = subscriber with { HierarchyId = s.View.Text(1) };
                    break;
                case "SBR":
                    subscriber = subscriber with { Coverage = ClaimSegments.Coverage(s) };
                    break;
                case "PAT":
                    subscriber = subscriber with { Facts = ClaimSegments.PatientFacts(s) };
                    break;
                default:
                    Unexpected(s);
                    break;
            }
        }

        return subscriber with { Party = Find(names, "IL"), Payer = Find(names, "PR") };
    }

    public Patient Patient(IReadOnlyList<SourceSegment> segments)
    {
        var patient = new Patient();
        var names = Names(segments, out var rest);
        foreach (var s in rest)
        {
            switch (s.Id)
            {
                case "HL":
                    patient = patient with { HierarchyId = s.View.Text(1) };
                    break;
                case "PAT":
                    patient = patient with { Facts = ClaimSegments.PatientFacts(s) };
                    break;
                default:
                    Unexpected(s);
                    break;
            }
        }

        return patient with { Party = Find(names, "QC") };
    }

    private List<ClaimParty> Names(IReadOnlyList<SourceSegment> segments, out List<SourceSegment> rest)
    {
        var names = new List<ClaimParty>();
        PartyBuilder? open = null;
        rest = [];
        foreach (var s in segments)
        {
            if (s.Id == "NM1")
            {
                if (open is not null)
                {
                    names.Add(open.Build());
                }

                open = new PartyBuilder(s, log);
            }
            else if (open is null || !open.Take(s, withDates: true))
            {
                rest.Add(s);
            }
        }

        if (open is not null)
        {
            names.Add(open.Build());
        }

        return names;
    }

    private static ClaimParty? Find(List<ClaimParty> names, string role) => names.Find(n => n.Role == role);

    private void Unexpected(SourceSegment s) =>
        log.Add(Severity.Note, "segment-unexpected", s.At, "A segment that does not belong here was kept as it was sent and not interpreted.");
}

/// <summary>National provider identifiers.</summary>
internal static class Npi
{
    /// <summary>Ten digits whose last is the Luhn check digit of 80840 and the first nine (CMS, NPI check digit calculation).</summary>
    public static bool IsValid(string npi)
    {
        if (npi.Length != 10 || !npi.All(char.IsAsciiDigit))
        {
            return false;
        }

        var sum = 24;
        for (var i = 0; i < 10; i++)
        {
            var digit = npi[i] - '0';
            if (i % 2 == 0)
            {
                digit *= 2;
            }

            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}

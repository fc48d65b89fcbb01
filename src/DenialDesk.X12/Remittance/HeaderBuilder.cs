// Reason for length: the three loops before the first claim, filled and checked in one place.
namespace DenialDesk.X12.Remittance;

/// <summary>Turns the segments before the first claim into a <see cref="RemittanceHeader"/>.</summary>
/// <remarks>Every segment either becomes a value or is kept and told: nothing before the first claim vanishes.</remarks>
internal sealed class HeaderBuilder
{
    private const int ElementsBeforeBanks = 5;

    private readonly SegmentStore store;
    private readonly bool[] used;
    private readonly int payer;
    private readonly int payee;
    private readonly int front;

    private HeaderBuilder(SegmentStore store)
    {
        this.store = store;
        used = new bool[store.Count];
        front = LoopEnd(0);
        payer = Loop("PR");
        payee = Loop("PE");
    }

    public static RemittanceHeader Build(SegmentStore store, Location at, Envelope envelope, ProblemLog log) =>
        new HeaderBuilder(store).Build(at, envelope, log);

    private RemittanceHeader Build(Location at, Envelope envelope, ProblemLog log)
    {
        var bpr = Take("BPR", 0, store.Count);
        var trn = Take("TRN", 0, store.Count);
        var cur = Take("CUR", 0, store.Count);
        Report(log, at, bpr, trn);
        var money = bpr < 0 ? default : store[bpr];
        var trace = trn < 0 ? default : store[trn];
        var currency = cur < 0 ? default : store[cur];
        var references = References(0, front);
        var dates = All("DTM", 0, store.Count, static (s, place) => DatedFact.From(s, place));
        return new RemittanceHeader
        {
            At = at,
            Envelope = envelope,
            HandlingCode = money.Code(1),
            Amount = money.Number(2),
            CreditDebit = money.Code(3),
            Method = money.Code(4),
            PaymentFormat = money.Code(5),
            SenderBankEnding = Ending(money.Text(7)),
            SenderAccountEnding = Ending(money.Text(9)),
            OriginatingCompanyId = money.Text(10),
            OriginatingCompanySupplement = money.Text(11),
            ReceiverBankEnding = Ending(money.Text(13)),
            ReceiverAccountEnding = Ending(money.Text(15)),
            PaymentDate = money.Date(16),
            TraceNumber = trace.Text(2),
            PayerIdentifier = trace.Text(3),
            PayerIdentifierSupplement = trace.Text(4),
            ReceiverId = references.Find(r => r.Qualifier == "EV")?.Value,
            ProductionDate = dates.Find(d => d.Qualifier == "405")?.Date,
            Dates = dates,
            CurrencyOf = currency.Code(1),
            Currency = currency.Code(2),
            ExchangeRate = currency.Number(3),
            Notes = All("NTE", 0, front, static (s, _) => s.Text(2)),
            References = references,
            Payer = Payer(),
            Payee = Payee(),
            UnknownSegments = Unknown(log),
        };
    }

    private void Report(ProblemLog log, Location at, int bpr, int trn)
    {
        if (bpr < 0)
        {
            log.Add(Severity.Warning, "bpr-missing", at, "The remittance does not say what was paid (no BPR), so it cannot be balanced. Ask the payer for it again.");
        }
        else if (store[bpr].Number(2) is null)
        {
            log.Add(Severity.Warning, "amount-missing", store.At(bpr).In(2), "The amount of the payment is missing or unreadable; it is not taken as zero, so the remittance cannot be balanced.");
        }

        if (trn < 0)
        {
            log.Add(Severity.Warning, "trn-missing", at, "The remittance has no trace number (no TRN); match it to the deposit by amount and date.");
        }

        if (payer < 0)
        {
            log.Add(Severity.Warning, "payer-missing", at, "The remittance does not name its payer (no N1*PR).");
        }

        if (payee < 0)
        {
            log.Add(Severity.Note, "payee-missing", at, "The remittance does not name its payee (no N1*PE).");
        }
    }

    private RemittancePayer Payer()
    {
        if (payer < 0)
        {
            return new();
        }

        var n1 = Party.FromN1(store[payer], store.At(payer));
        var to = LoopEnd(payer + 1);
        return new()
        {
            Name = n1.Name,
            IdQualifier = n1.IdQualifier,
            Id = n1.Id,
            Address = AddressIn(payer, to),
            References = References(payer, to),
            Contacts = Contacts(payer, to),
            At = n1.At,
        };
    }

    private RemittancePayee Payee()
    {
        if (payee < 0)
        {
            return new();
        }

        var n1 = Party.FromN1(store[payee], store.At(payee));
        var to = LoopEnd(payee + 1);
        var rdm = Take("RDM", payee, to);
        return new()
        {
            Name = n1.Name,
            IdQualifier = n1.IdQualifier,
            Id = n1.Id,
            Address = AddressIn(payee, to),
            References = References(payee, to),
            Contacts = Contacts(payee, to),
            Delivery = rdm < 0 ? null : new(store[rdm].Code(1), store[rdm].Text(2), store[rdm].Text(3), store.At(rdm)),
            At = n1.At,
        };
    }

    private Address? AddressIn(int from, int to)
    {
        var street = Take("N3", from, to);
        var city = Take("N4", from, to);
        if (street < 0 && city < 0)
        {
            return null;
        }

        var n3 = street < 0 ? default : store[street];
        var n4 = city < 0 ? default : store[city];
        return new(n3.Text(1), n3.Text(2), n4.Text(1), n4.Code(2), n4.Text(3), n4.Code(4), n4.Code(7));
    }

    private List<Reference> References(int from, int to) =>
        All("REF", from, to, static (s, place) => new Reference(s.Code(1), s.Text(2), s.Text(3), place));

    private List<Contact> Contacts(int from, int to) => All("PER", from, to, static (s, place) => Contact.From(s, place));

    private List<T> All<T>(string id, int from, int to, Reading<T> read)
    {
        var found = new List<T>();
        for (var i = from; i < to; i++)
        {
            if (store[i].Has(0, id))
            {
                used[i] = true;
                found.Add(read(store[i], store.At(i)));
            }
        }

        return found;
    }

    /// <summary>What became no value: kept, and each kind told once.</summary>
    private List<KeptSegment> Unknown(ProblemLog log)
    {
        var found = new List<KeptSegment>();
        for (var i = 0; i < store.Count; i++)
        {
            if (used[i])
            {
                continue;
            }

            var id = store[i].Id;
            if (!found.Exists(k => k.Id == id))
            {
                log.Add(Severity.Note, "segment-unknown", store.At(i), "A segment stands where the standard has no place for it before the first claim; it was kept as sent.");
            }

            found.Add(new KeptSegment(id, id == "BPR" ? WithoutBanks(store[i]) : store[i].ToString(), store.At(i)));
        }

        return found;
    }

    private static string WithoutBanks(Segment bpr)
    {
        var text = bpr.Id;
        for (var i = 1; i <= ElementsBeforeBanks; i++)
        {
            text += (char)bpr.Delimiters.Element + bpr.Text(i);
        }

        return text;
    }

    private int Take(string id, int from, int to)
    {
        var found = store.Find(id, null, from, to);
        if (found >= 0)
        {
            used[found] = true;
        }

        return found;
    }

    private int Loop(string role)
    {
        var found = store.Find("N1", role, 0, store.Count);
        if (found >= 0)
        {
            used[found] = true;
        }

        return found;
    }

    /// <summary>Where the loop ends that has begun before: at the next N1.</summary>
    private int LoopEnd(int from)
    {
        var next = store.Find("N1", null, from, store.Count);
        return next < 0 ? store.Count : next;
    }

    private static string Ending(string number) => number.Length <= 4 ? number : number[^4..];

    private delegate T Reading<out T>(Segment segment, Location at);
}

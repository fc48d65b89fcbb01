namespace DenialDesk.X12.Remittance;

/// <summary>Turns the segments before the first claim into a <see cref="RemittanceHeader"/>.</summary>
internal static class HeaderBuilder
{
    public static RemittanceHeader Build(SegmentStore store, Location at, Envelope envelope, ProblemLog log)
    {
        int payer = -1, payee = -1;
        for (var i = 0; i < store.Count; i++)
        {
            if (store[i].Has(0, "N1"))
            {
                payer = payer < 0 && store[i].Has(1, "PR") ? i : payer;
                payee = payee < 0 && store[i].Has(1, "PE") ? i : payee;
            }
        }

        var firstLoop = FirstOf(payer, payee, store.Count);
        var bpr = Find(store, "BPR", store.Count);
        var trn = Find(store, "TRN", store.Count);
        Report(log, at, store, bpr, trn, payer, payee);
        var money = bpr < 0 ? default : store[bpr];
        var trace = trn < 0 ? default : store[trn];
        var currency = Find(store, "CUR", firstLoop);
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
            ReceiverId = References(store, 0, firstLoop).FirstOrDefault(r => r.Qualifier == "EV")?.Value,
            ProductionDate = ProductionDate(store),
            Currency = currency < 0 ? "" : store[currency].Code(2),
            References = References(store, 0, firstLoop),
            Payer = Payer(store, payer, EndOf(payer, payee, store.Count)),
            Payee = Payee(store, payee, EndOf(payee, payer, store.Count)),
            UnknownSegments = Unknown(store),
        };
    }

    private static int FirstOf(int payer, int payee, int count) =>
        Math.Min(payer < 0 ? count : payer, payee < 0 ? count : payee);

    private static int EndOf(int from, int other, int count) => other > from ? other : count;

    private static void Report(ProblemLog log, Location at, SegmentStore store, int bpr, int trn, int payer, int payee)
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

    private static RemittancePayer Payer(SegmentStore store, int from, int to)
    {
        if (from < 0)
        {
            return new();
        }

        var n1 = Party.FromN1(store[from], store.At(from));
        return new()
        {
            Name = n1.Name,
            IdQualifier = n1.IdQualifier,
            Id = n1.Id,
            Address = AddressIn(store, from, to),
            References = References(store, from, to),
            Contacts = Contacts(store, from, to),
            At = n1.At,
        };
    }

    private static RemittancePayee Payee(SegmentStore store, int from, int to)
    {
        if (from < 0)
        {
            return new();
        }

        var n1 = Party.FromN1(store[from], store.At(from));
        var rdm = store.Find("RDM", null, from, to);
        return new()
        {
            Name = n1.Name,
            IdQualifier = n1.IdQualifier,
            Id = n1.Id,
            Address = AddressIn(store, from, to),
            References = References(store, from, to),
            Delivery = rdm < 0 ? null : new KeptSegment("RDM", store[rdm].ToString(), store.At(rdm)),
            At = n1.At,
        };
    }

    private static Address? AddressIn(SegmentStore store, int from, int to)
    {
        var street = store.Find("N3", null, from, to);
        var city = store.Find("N4", null, from, to);
        if (street < 0 && city < 0)
        {
            return null;
        }

        var n3 = street < 0 ? default : store[street];
        var n4 = city < 0 ? default : store[city];
        return new(n3.Text(1), n3.Text(2), n4.Text(1), n4.Code(2), n4.Text(3), n4.Code(4));
    }

    private static List<Reference> References(SegmentStore store, int from, int to)
    {
        var found = new List<Reference>();
        for (var i = from; i < to; i++)
        {
            var s = store[i];
            if (s.Has(0, "REF"))
            {
                found.Add(new Reference(s.Code(1), s.Text(2), s.Text(3), store.At(i)));
            }
        }

        return found;
    }

    private static List<Contact> Contacts(SegmentStore store, int from, int to)
    {
        var found = new List<Contact>();
        for (var i = from; i < to; i++)
        {
            if (store[i].Has(0, "PER"))
            {
                found.Add(Contact.From(store[i], store.At(i)));
            }
        }

        return found;
    }

    private static List<KeptSegment> Unknown(SegmentStore store)
    {
        var found = new List<KeptSegment>();
        for (var i = 0; i < store.Count; i++)
        {
            if (!RemittanceMap.InHeader(store[i][0]))
            {
                found.Add(new KeptSegment(store[i].Id, store[i].ToString(), store.At(i)));
            }
        }

        return found;
    }

    private static DateOnly? ProductionDate(SegmentStore store)
    {
        var i = store.Find("DTM", "405", 0, store.Count);
        return i < 0 ? null : store[i].Date(2);
    }

    private static int Find(SegmentStore store, string id, int to) => store.Find(id, null, 0, to);

    private static string Ending(string number) => number.Length <= 4 ? number : number[^4..];
}

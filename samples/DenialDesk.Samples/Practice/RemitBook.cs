namespace DenialDesk.Samples.Practice;

/// <summary>One provider-level adjustment: PLB03-1, PLB03-2 and the amount; positive takes money from the payment.</summary>
internal sealed record ProviderAdjustment(string Reason, string Reference, decimal Amount);

/// <summary>What one payer sends on one day: decisions and provider-level adjustments.</summary>
internal sealed class RemitBatch(DemoPayer payer, DateOnly day)
{
    public DemoPayer Payer { get; } = payer;
    public DateOnly Day { get; } = day;
    public List<Adjudication> Decisions { get; } = [];
    public List<ProviderAdjustment> Adjustments { get; } = [];

    /// <summary>TRN02.</summary>
    public string Trace { get; set; } = "";

    /// <summary>BPR02.</summary>
    public decimal Payment { get; set; }
}

/// <summary>Collects what payers send by payer and day, within the months of the demo.</summary>
internal sealed class RemitBook(DateOnly firstDay, DateOnly lastDay)
{
    private readonly SortedDictionary<(DateOnly Day, string Payer), RemitBatch> _batches = [];

    /// <summary>All batches by day, then payer.</summary>
    public IEnumerable<RemitBatch> Batches => _batches.Values;

    /// <summary>The day on which a decision made on <paramref name="decided"/> goes out.</summary>
    public DateOnly RemitDay(DemoPayer payer, DateOnly decided) => payer.RemitDay(decided < firstDay ? firstDay : decided);

    /// <summary>Puts decisions on the payer's remit day; false when that day lies after the demo's last.</summary>
    public bool Post(DemoPayer payer, DateOnly remitDay, params ReadOnlySpan<Adjudication> decisions)
    {
        if (remitDay > lastDay)
        {
            return false;
        }

        Batch(payer, remitDay).Decisions.AddRange(decisions);
        return true;
    }

    /// <summary>Adds a provider-level adjustment on the payer's remit day; nothing when that day lies after the demo's last.</summary>
    public void Adjust(DemoPayer payer, DateOnly remitDay, params ReadOnlySpan<ProviderAdjustment> adjustments)
    {
        if (remitDay <= lastDay)
        {
            Batch(payer, remitDay).Adjustments.AddRange(adjustments);
        }
    }

    /// <summary>Settles every payment: trace number, amount, and the balance carried forward (FB) where more is taken than paid.</summary>
    public void Settle()
    {
        var carried = new Dictionary<string, (decimal Amount, string Trace)>();
        var count = new Dictionary<string, int>();
        foreach (var batch in Batches)
        {
            var tag = batch.Payer.Tag;
            var number = count[tag] = count.GetValueOrDefault(tag) + 1;
            batch.Trace = $"{batch.Payer.Originator[^3..]}{batch.Day:yyMMdd}{number:0000}";
            if (carried.Remove(tag, out var debt))
            {
                batch.Adjustments.Add(new ProviderAdjustment("FB", debt.Trace, debt.Amount));
            }

            var payment = batch.Decisions.Sum(decision => decision.Paid) - batch.Adjustments.Sum(adjustment => adjustment.Amount);
            if (payment < 0)
            {
                batch.Adjustments.Add(new ProviderAdjustment("FB", batch.Trace, payment));
                carried[tag] = (-payment, batch.Trace);
                payment = 0;
            }

            batch.Payment = payment;
            if (payment == 0 && batch.Payer == DemoPayer.Medicaid)
            {
                batch.Trace = "0000000"; // trace numbers of zero payments are not unique in the wild (RFI 604, 1847)
            }
        }
    }

    private RemitBatch Batch(DemoPayer payer, DateOnly day)
    {
        if (!_batches.TryGetValue((day, payer.Tag), out var batch))
        {
            _batches[(day, payer.Tag)] = batch = new RemitBatch(payer, day);
        }

        return batch;
    }
}

namespace DenialDesk.X12.Remittance;

/// <summary>What adds up while an 835 is read.</summary>
internal sealed class TransactionTotals
{
    private readonly List<KeptSegment> strays = [];
    private Tally charge;
    private Tally paid;
    private int claims;
    private int unbalanced;
    private int notEvaluable;

    public int Segments { get; set; }

    public int Lines { get; set; }

    public long EndOffset { get; set; }

    public PackedNumber Payment { get; set; } = PackedNumber.Missing;

    public List<ProviderAdjustment> ProviderAdjustments { get; } = [];

    public Tally Provider;

    public int Claims => claims;

    public void Add(RemittanceClaim claim, in Tally difference)
    {
        claims++;
        charge.Add(claim.Facts.Charge);
        paid.Add(claim.Facts.Paid);
        notEvaluable += difference.Incomplete ? 1 : 0;
        unbalanced += !difference.Incomplete && !difference.IsZero ? 1 : 0;
    }

    public void Keep(X12Reader x, int most)
    {
        if (strays.Count < most)
        {
            strays.Add(new KeptSegment(x.Segment.Id, x.Segment.ToString(), x.At));
        }
    }

    public RemittanceTrailer ToTrailer(Location at, bool complete, string hash, bool rejects)
    {
        var difference = new Tally();
        difference.Add(Payment);
        difference.Subtract(paid);
        difference.Join(Provider);
        return new RemittanceTrailer
        {
            At = at,
            ByteLength = EndOffset - at.Offset,
            ProviderAdjustments = ProviderAdjustments,
            Claims = claims,
            Lines = Lines,
            Segments = Segments,
            Charge = charge.Known,
            Paid = paid.Known,
            ProviderAdjusted = Provider.Known,
            Balance = Balance.Of(difference.Value),
            UnbalancedClaims = unbalanced,
            NotEvaluableClaims = notEvaluable,
            CanonicalHash = hash,
            IsComplete = complete,
            Rejects = rejects,
            UnknownSegments = strays,
        };
    }
}

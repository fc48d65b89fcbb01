// Reason for length: the loops a claim stands in and the moment each of them ends are one state machine.
using System.Diagnostics.CodeAnalysis;
using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Claims;

/// <summary>Collects the loops of an 837 segment by segment and hands out a claim whenever one is whole.</summary>
internal sealed class ClaimAssembler(X12Reader x, X12Limits limits)
{
    private readonly Queue<ClaimItem> ready = new();
    private readonly List<SkippedTransaction> skipped = [];
    private readonly LoopBuilder loops = new(x.Log);
    private readonly List<SourceSegment> header = [];
    private readonly List<SourceSegment> billing = [];
    private readonly List<SourceSegment> subscriber = [];
    private readonly List<SourceSegment> patient = [];
    private readonly List<SourceSegment> claim = [];
    private readonly List<SourceSegment> stray = [];
    private SourceSegment[] head = [];
    private List<SourceSegment>? open;
    private SourceSegment? isa;
    private SourceSegment? gs;
    private string lineEnd = "";
    private long isaEnd = -1;
    private Envelope? envelope;
    private ClaimBatch? batch;
    private Loop<BillingProvider>? whoBills;
    private Loop<Subscriber>? whoIsInsured;
    private Loop<Patient>? whoWasTreated;
    private int openBytes;
    private bool tooLarge;
    private int claims;
    private int lines;
    private decimal charge;
    private decimal lineCharges;

    public int Batches { get; private set; }

    public int Claims { get; private set; }

    public IReadOnlyList<SkippedTransaction> Skipped => skipped;

    private bool Inside => envelope is not null;

    public bool TryTake([NotNullWhen(true)] out ClaimItem? item) => ready.TryDequeue(out item);

    public void EndOfFile() => CloseBatch();

    public void Take()
    {
        if (isaEnd >= 0)
        {
            lineEnd = LineEnd(x.Offset - isaEnd - 1);
            isaEnd = -1;
        }

        switch (x.Id)
        {
            case SegmentId.ISA:
                CloseBatch();
                isa = Copy();
                gs = null;
                isaEnd = x.EndOffset;
                break;
            case SegmentId.GS:
                CloseBatch();
                gs = Copy();
                break;
            case SegmentId.ST:
                CloseBatch();
                OpenBatch();
                break;
            case SegmentId.SE or SegmentId.GE or SegmentId.IEA:
                CloseBatch();
                break;
            default:
                if (Inside)
                {
                    TakeInside();
                }

                break;
        }
    }

    private string LineEnd(long gap)
    {
        var ends = x.Delimiters.Segment is (byte)'\n' or (byte)'\r';
        return gap <= 0 || ends || x.IsWrapped ? "" : gap == 2 ? "\r\n" : "\n";
    }

    private void OpenBatch()
    {
        var transaction = x.Envelope.Transaction;
        if (transaction is null || transaction.Id != "837")
        {
            if (skipped.Count < limits.Problems)
            {
                skipped.Add(new SkippedTransaction(transaction?.Id ?? "", x.At));
            }

            return;
        }

        x.Log.BeginTransaction();
        Batches++;
        envelope = x.Envelope;
        claims = lines = 0;
        charge = lineCharges = 0m;
        Begin(header);
        Add();
    }

    private void TakeInside()
    {
        switch (x.Segment.Id)
        {
            case "HL":
                CloseClaim();
                OpenHeader();
                Climb();
                Add();
                break;
            case "CLM":
                CloseClaim();
                OpenHeader();
                Begin(claim);
                Add();
                break;
            default:
                Add();
                break;
        }
    }

    /// <summary>Goes to the loop an HL opens; loops stand in order, so numbers of parents are checked and not followed.</summary>
    private void Climb()
    {
        var parent = x.Segment.Text(2);
        whoWasTreated = null;
        switch (x.Segment.Code(3))
        {
            case "20":
                whoBills = null;
                whoIsInsured = null;
                billing.Clear();
                subscriber.Clear();
                patient.Clear();
                Begin(billing);
                break;
            case "22":
                CheckParent(parent, billing, "The subscriber names another parent (HL02) than the billing provider above it; it was read under that billing provider. Check that the claim belongs to it.");
                whoIsInsured = null;
                patient.Clear();
                Begin(subscriber);
                break;
            case "23":
                CheckParent(parent, subscriber, "The patient names another parent (HL02) than the subscriber above it; it was read under that subscriber. Check that the patient is insured through it.");
                Begin(patient);
                break;
            default:
                Begin(stray);
                x.Log.Add(Severity.Warning, "hl-level", x.At.In(3), "A level of the file is neither billing provider, subscriber nor patient (HL03); what it says was not read. Look the claims below it up in the billing system.");
                break;
        }
    }

    private void CheckParent(string parent, List<SourceSegment> above, string sentence)
    {
        var id = above.Count == 0 ? null : above[0].View.Text(1);
        if (id is null)
        {
            x.Log.Add(Severity.Warning, "hl-parent-missing", x.At.In(2), "The level above this one is missing, so it is not known to whom the claims below belong. Look them up in the billing system.");
        }
        else if (id != parent)
        {
            x.Log.Add(Severity.Warning, "hl-parent", x.At.In(2), sentence);
        }
    }

    private void Begin(List<SourceSegment> loop)
    {
        loop.Clear();
        open = loop;
        openBytes = 0;
        tooLarge = false;
    }

    private void Add()
    {
        openBytes += x.Raw.Length;
        if (openBytes > limits.ClaimBytes)
        {
            if (!tooLarge)
            {
                tooLarge = true;
                x.Log.Add(Severity.Rejects, "claim-too-large", x.At, $"A claim or the loop around it is larger than {limits.ClaimBytes:N0} bytes; the rest of it was passed over. Ask whoever made the file to split it.");
            }

            return;
        }

        open!.Add(Copy());
    }

    private SourceSegment Copy() => new(x.Raw.ToArray(), x.Delimiters, x.At);

    private void OpenHeader()
    {
        if (batch is null)
        {
            head = [.. header];
            batch = loops.Batch(head, envelope!);
            ready.Enqueue(new BatchOpened(batch, x.Log.TakeNew()));
        }
    }

    private void CloseClaim()
    {
        if (claim.Count == 0)
        {
            return;
        }

        whoBills ??= new(billing, loops.Billing);
        whoIsInsured ??= Insured();
        if (patient.Count > 0)
        {
            whoWasTreated ??= new(patient, loops.Patient);
        }

        var read = new ClaimBuilder(x.Log).Build(new SubmittedClaim
        {
            Batch = batch!,
            Billing = whoBills.Read,
            Subscriber = whoIsInsured.Read,
            Patient = whoWasTreated?.Read,
            Source = Source(),
            At = claim[0].At,
        });
        ClaimChecks.Run(read, x.Log);
        claim.Clear();
        Count(read);
        ready.Enqueue(new SubmittedClaimRead(read, x.Log.TakeNew()));
    }

    private ClaimSource Source() => new()
    {
        Interchange = isa,
        Group = gs,
        Header = head,
        Billing = whoBills!.Segments,
        Subscriber = whoIsInsured!.Segments,
        Patient = whoWasTreated?.Segments ?? [],
        Claim = claim.ToArray(),
        Delimiters = claim[0].Delimiters,
        LineEnd = lineEnd,
    };

    private Loop<Subscriber> Insured()
    {
        var loop = new Loop<Subscriber>(subscriber, loops.Subscriber);
        if (loop.Segments.Length == 0)
        {
            x.Log.Add(Severity.Warning, "subscriber-missing", claim[0].At, "The claim stands under no subscriber, so the payer cannot tell whose it is. Look it up in the billing system.");
        }
        else if (patient.Count == 0 && loop.Read.Coverage is { Relationship: not "18" } coverage)
        {
            x.Log.Add(Severity.Warning, "patient-missing", coverage.At.In(2), "The subscriber is not marked as the patient (SBR02 is not 18) and no patient follows. Check who was treated.");
        }

        return loop;
    }

    private void Count(SubmittedClaim read)
    {
        Claims++;
        claims++;
        lines += read.Lines.Count;
        charge += read.Charge ?? 0m;
        lineCharges += read.Lines.Sum(l => l.Charge ?? 0m);
    }

    private void CloseBatch()
    {
        if (!Inside)
        {
            return;
        }

        CloseClaim();
        OpenHeader();
        if (claims == 0)
        {
            x.Log.Add(Severity.Note, "claims-missing", batch!.At, "The transaction holds no claims.");
        }

        ready.Enqueue(new BatchClosed(new ClaimBatchTotals(claims, lines, charge, lineCharges, x.Log.RejectsTransaction), x.Log.TakeNew()));
        envelope = null;
        batch = null;
        whoBills = null;
        whoIsInsured = null;
        whoWasTreated = null;
        open = null;
        foreach (var loop in new[] { header, billing, subscriber, patient, claim, stray })
        {
            loop.Clear();
        }
    }

    /// <summary>A loop around claims, read once for all claims in it.</summary>
    private sealed class Loop<T>
    {
        public Loop(List<SourceSegment> segments, Func<IReadOnlyList<SourceSegment>, T> read)
        {
            Segments = [.. segments];
            Read = read(Segments);
        }

        public SourceSegment[] Segments { get; }

        public T Read { get; }
    }
}

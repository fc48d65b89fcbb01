using DenialDesk.X12;
using DenialDesk.X12.Acknowledgment;
using DenialDesk.X12.Status;

namespace DenialDesk.App.Remittances;

/// <summary>What is in a file of any type, added up; read without a database.</summary>
public sealed class Inspection
{
    /// <summary>What the file holds, in the order of first appearance.</summary>
    public IReadOnlyList<SurveyedType> Types { get; internal set; } = [];

    /// <summary>The one type the file holds, <c>mixed</c> when there are several (a TA1 beside others does not count), <c>unknown</c> when there is none.</summary>
    public string Type => Types.Select(t => t.Type).Where(t => t != "TA1" || Types.Count == 1).ToList() switch
    {
        [] => "unknown",
        [var one] => one,
        _ => "mixed",
    };

    /// <summary>True when it holds a 277 of any kind.</summary>
    public bool HoldsStatus => Types.Any(t => t.Type.StartsWith("277", StringComparison.Ordinal));

    /// <summary>835 transaction sets; where the file holds none, all of its transactions.</summary>
    public int Transactions { get; internal set; }

    /// <summary>Claims in the 835s; where the file holds none, those in its 837s, else in its 277s.</summary>
    public int Claims { get; internal set; }

    public int Lines { get; internal set; }

    /// <summary>Σ CLP03 in dollars; where the file holds no 835, Σ CLM02 of its 837s, else of the charges its 277s tell (STC04).</summary>
    public decimal Charge { get; internal set; }

    /// <summary>Σ CLP04 in dollars.</summary>
    public decimal Paid { get; internal set; }

    /// <summary>Σ BPR02 in dollars.</summary>
    public decimal Bpr { get; internal set; }

    /// <summary>Σ of PLB amounts with their sign as sent: positive takes money away.</summary>
    public decimal Plb { get; internal set; }

    /// <summary>Adjusted dollars by group code.</summary>
    public SortedDictionary<string, decimal> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Adjusted dollars by group and reason, "CO-45".</summary>
    public SortedDictionary<string, decimal> Carc { get; } = new(StringComparer.Ordinal);

    /// <summary>How often each remark code stands in an LQ*HE.</summary>
    public SortedDictionary<string, int> Rarc { get; } = new(StringComparer.Ordinal);

    /// <summary>Claims by CLP02.</summary>
    public SortedDictionary<string, int> Status { get; } = new(StringComparer.Ordinal);

    /// <summary>Denials found: how many, and their dollars.</summary>
    public int Denials { get; internal set; }

    public decimal DeniedAmount { get; internal set; }

    /// <summary>The same by category.</summary>
    public SortedDictionary<string, (int Count, decimal Amount)> ByCategory { get; } = new(StringComparer.Ordinal);

    /// <summary>Transactions by balance.</summary>
    public int Balanced { get; internal set; }

    public int Unbalanced { get; internal set; }

    public int NotEvaluable { get; internal set; }

    /// <summary>True when it holds an 837 of any kind.</summary>
    public bool HoldsClaims => Types.Any(t => t.Type.StartsWith("837", StringComparison.Ordinal));

    /// <summary>Claims in 837s.</summary>
    public int SubmittedClaims { get; internal set; }

    /// <summary>Service lines in 837s.</summary>
    public int SubmittedLines { get; internal set; }

    /// <summary>Σ CLM02 of 837s in dollars, those that can be read.</summary>
    public decimal SubmittedCharge { get; internal set; }

    /// <summary>Claims of 837s by CLM05-3: 1 original, 7 replacement, 8 void; empty where not sent.</summary>
    public SortedDictionary<string, int> ByFrequency { get; } = new(StringComparer.Ordinal);

    /// <summary>Claims of 277s by what became of them.</summary>
    public SortedDictionary<StatusOutcome, int> Outcomes { get; } = [];

    /// <summary>Transactions of ours as 999s and 997s answer them.</summary>
    public List<AcknowledgedSet> Sets { get; } = [];

    /// <summary>Groups of ours as 999s and 997s answer them.</summary>
    public List<AcknowledgedGroup> AnsweredGroups { get; } = [];

    /// <summary>Interchanges of ours as TA1s answer them.</summary>
    public List<InterchangeAcknowledgment> Interchanges { get; } = [];

    /// <summary>What acknowledgments accept: claims where there is a 277, else transactions, else interchanges.</summary>
    public int Accepted { get; internal set; }

    /// <summary>What acknowledgments reject, counted like <see cref="Accepted"/>.</summary>
    public int Rejected { get; internal set; }

    /// <summary>Every claim or larger unit that an acknowledgment rejects, in file order.</summary>
    public List<InspectRejection> Rejections { get; } = [];

    /// <summary>Everything odd, in the order it was met.</summary>
    public IReadOnlyList<Problem> Problems { get; internal set; } = [];
}

/// <summary>One claim, or a whole provider, transaction or file, that did not get in.</summary>
/// <param name="Type">The type of the acknowledgment that says so.</param>
/// <param name="Level">claim, line (only lines of the claim are at fault), provider, batch, transaction, group or interchange: how much is lost.</param>
/// <param name="Claim">Our claim number (CLM01); null when none is named.</param>
/// <param name="PayerClaim">The payer's claim number; null when not told.</param>
/// <param name="ControlNumber">Our control number of the file, group or transaction; for a 277 the number of the batch it answers (BHT03). Null when not told.</param>
/// <param name="Who">clearinghouse, payer, receiver (of a file, by its syntax alone) or unknown.</param>
/// <param name="WhoName">Their name as sent; empty when not told.</param>
/// <param name="Amount">Billed, in dollars; null when not told.</param>
/// <param name="Codes">The codes as sent: A7:562:82, or IK3 8.</param>
/// <param name="Reasons">What is wrong in words, one sentence for each finding, the sender's own last.</param>
/// <param name="Review">True when the file contradicts itself here.</param>
/// <param name="At">Where it stands.</param>
public sealed record InspectRejection(
    string Type,
    string Level,
    string? Claim,
    string? PayerClaim,
    string? ControlNumber,
    string Who,
    string WhoName,
    decimal? Amount,
    IReadOnlyList<string> Codes,
    IReadOnlyList<string> Reasons,
    bool Review,
    Location At);

using DenialDesk.X12.Remittance;

namespace DenialDesk.X12.Status;

/// <summary>What a level of a 277 stands for (HL03).</summary>
public enum StatusRole
{
    /// <summary>A level code outside the list.</summary>
    Unknown,

    /// <summary>20: who answers, a payer or a clearinghouse.</summary>
    Source,

    /// <summary>21: who is answered, the one that sent the claims.</summary>
    Receiver,

    /// <summary>19: billing or service provider.</summary>
    Provider,

    /// <summary>22: subscriber.</summary>
    Subscriber,

    /// <summary>23 or PT: patient; in an acknowledgment PT stands for subscriber and patient alike.</summary>
    Patient,
}

/// <summary>Facts that stand at a level, a claim or a service line alike.</summary>
public abstract class StatusNode
{
    private protected StatusNode(Location at) => At = at;

    /// <summary>Where it begins.</summary>
    public Location At { get; }

    /// <summary>Its STC segments in file order.</summary>
    public IReadOnlyList<StatusInformation> Statuses => StatusList;

    /// <summary>Its REF segments in file order.</summary>
    public IReadOnlyList<Reference> References => ReferenceList;

    /// <summary>Its DTP segments in file order.</summary>
    public IReadOnlyList<StatusDate> Dates => DateList;

    /// <summary>Its QTY segments: 90 claims accepted, AA claims rejected, QA and QC the same for one provider.</summary>
    public IReadOnlyList<QualifiedNumber> Quantities => QuantityList;

    /// <summary>Its AMT segments in dollars: YU accepted, YY rejected.</summary>
    public IReadOnlyList<QualifiedNumber> Amounts => AmountList;

    /// <summary>Its PER segments.</summary>
    public IReadOnlyList<Contact> Contacts => ContactList;

    /// <summary>Segments with no typed home here, as sent.</summary>
    public IReadOnlyList<KeptSegment> UnknownSegments => UnknownList;

    internal List<StatusInformation> StatusList { get; } = [];

    internal List<Reference> ReferenceList { get; } = [];

    internal List<StatusDate> DateList { get; } = [];

    internal List<QualifiedNumber> QuantityList { get; } = [];

    internal List<QualifiedNumber> AmountList { get; } = [];

    internal List<Contact> ContactList { get; } = [];

    internal List<KeptSegment> UnknownList { get; } = [];

    /// <summary>The first reference with a qualifier; null when there is none.</summary>
    public string? Reference(string qualifier) => ReferenceList.Find(r => r.Qualifier == qualifier && r.Value.Length > 0)?.Value;

    /// <summary>The first date with a qualifier; null when there is none.</summary>
    public StatusDate? Date(string qualifier) => DateList.Find(d => d.Qualifier == qualifier);

    private protected static decimal? First(List<QualifiedNumber> numbers, string one, string other) =>
        numbers.Find(n => n.Qualifier == one || n.Qualifier == other)?.Value;
}

/// <summary>One HL with what stands at it, before any claim.</summary>
public sealed class StatusLevel : StatusNode
{
    internal StatusLevel(StatusRole role, string id, string parent, string code, Location at)
        : base(at)
    {
        Role = role;
        Id = id;
        ParentId = parent;
        Code = code;
    }

    /// <summary>What it stands for.</summary>
    public StatusRole Role { get; internal set; }

    /// <summary>HL01 as sent; numbers are sometimes used twice, so the order of the file decides what belongs together.</summary>
    public string Id { get; }

    /// <summary>HL02 as sent.</summary>
    public string ParentId { get; }

    /// <summary>HL03 as sent, in upper case; empty where the HL itself is missing.</summary>
    public string Code { get; }

    /// <summary>The first NM1: PR payer, AY clearinghouse, 41 submitter, 85 or 1P provider, IL subscriber, QC patient; null when not sent.</summary>
    public Party? Party => PartyList.Count > 0 ? PartyList[0] : null;

    /// <summary>Every NM1.</summary>
    public IReadOnlyList<Party> Parties => PartyList;

    /// <summary>The TRN segments of a source, receiver or provider. At the receiver TRN*2 is the BHT03 of our claim file.</summary>
    public IReadOnlyList<StatusTrace> Traces => TraceList;

    /// <summary>QTY*90 or QTY*QA, claims accepted as told; null when not told.</summary>
    public decimal? AcceptedCount => First(QuantityList, "90", "QA");

    /// <summary>QTY*AA or QTY*QC, claims rejected as told; null when not told.</summary>
    public decimal? RejectedCount => First(QuantityList, "AA", "QC");

    /// <summary>AMT*YU in dollars; null when not told.</summary>
    public decimal? AcceptedAmount => First(AmountList, "YU", "YU");

    /// <summary>AMT*YY in dollars; null when not told.</summary>
    public decimal? RejectedAmount => First(AmountList, "YY", "YY");

    internal List<Party> PartyList { get; } = [];

    internal List<StatusTrace> TraceList { get; } = [];

    /// <summary>
    /// True when this receiver or provider was refused as a whole, so that every claim below it is: an STC with U, or with a rejecting
    /// category and no WQ, and no accepted claims told beside it.
    /// </summary>
    public bool RejectsAllBelow =>
        Role is StatusRole.Receiver or StatusRole.Provider
        && AcceptedCount is null or 0m
        && StatusList.Exists(Refuses);

    /// <summary>True when it was refused and yet some of its claims are told as accepted: a person has to look.</summary>
    public bool RejectionIsDoubtful =>
        Role is StatusRole.Receiver or StatusRole.Provider && AcceptedCount > 0 && StatusList.Exists(Refuses);

    private static bool Refuses(StatusInformation status) => status.Action == "U" || (status.Action != "WQ" && status.IsRejection);
}

using DenialDesk.Domain.Appeals;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;

namespace DenialDesk.App.Appeals;

/// <summary>Everything the page of an appeal shows.</summary>
public sealed record AppealView
{
    public required int PracticeId { get; init; }

    public required long AppealId { get; init; }

    public required int Version { get; init; }

    public required DateOnly Today { get; init; }

    public required string TimeZone { get; init; }

    public required string Practice { get; init; }

    public required int PayerId { get; init; }

    public required string Payer { get; init; }

    public string? Lob { get; init; }

    public required WindowAction Level { get; init; }

    /// <summary>What the payer's world calls the level.</summary>
    public required string LevelName { get; init; }

    /// <summary>The form it is asked for on; empty when a letter does.</summary>
    public required string Form { get; init; }

    /// <summary>Where it stands, and what the rules need to know.</summary>
    public required AppealFacts Facts { get; init; }

    public required string DueSentence { get; init; }

    /// <summary>Papers the level asks for.</summary>
    public required IReadOnlyList<string> Wants { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>The payer's channels for this level, its own first.</summary>
    public required IReadOnlyList<PayerChannel> Channels { get; init; }

    public string? SignedBy { get; init; }

    public DateOnly? SignedOn { get; init; }

    public required AppealLetterRow Letter { get; init; }

    public required string Subject { get; init; }

    public required string Body { get; init; }

    /// <summary>SHA-256 of the letter, in hex.</summary>
    public required string LetterHash { get; init; }

    /// <summary>The facts a machine's draft was given.</summary>
    public required IReadOnlyList<string> Cited { get; init; }

    public required IReadOnlyList<AppealLetterRow> Letters { get; init; }

    /// <summary>Whether whoever wrote a letter leaves its approval to another person here.</summary>
    public bool SecondPerson { get; init; }

    /// <summary>Whether the newest letter is this person's own.</summary>
    public bool OwnLetter { get; init; }

    public AppealPacketRow? Packet { get; init; }

    public DateOnly? AnswerBy { get; init; }

    public DateOnly? DecidedOn { get; init; }

    public decimal? Granted { get; init; }

    public long? Follows { get; init; }

    /// <summary>The appeal of the next level, once there is one.</summary>
    public long? FollowedBy { get; init; }

    /// <summary>What follows a decision against us; null before one.</summary>
    public LevelOffer? Next { get; init; }

    public required IReadOnlyList<AppealMember> Members { get; init; }

    public required IReadOnlyList<AppealEventRow> Events { get; init; }

    /// <summary>The argument for this kind of denial, to start from.</summary>
    public required string Argument { get; init; }

    /// <summary>The merge fields of the first denial, where they were asked for.</summary>
    public IReadOnlyDictionary<string, string?> Fields { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether a remittance has paid every denial of it.</summary>
    public bool Paid => Members.All(m => m.State == "closed_recovered");

    /// <summary>Granted, and the money not here yet.</summary>
    public bool AwaitsPayment => Facts.Status is AppealStatus.Overturned or AppealStatus.Partial && Members.Any(m => m.IsOpen);
}

/// <summary>A denial of an appeal.</summary>
public sealed record AppealMember(long DenialId, string Account, string Patient, string Reason, decimal Amount, string State, bool IsOpen, decimal Recovered, long ClaimId, int Version, string Category);

/// <summary>A version of the letter.</summary>
/// <param name="Origin">template, person or machine.</param>
public sealed record AppealLetterRow(int No, DateTimeOffset At, string By, string Origin, Guid? AuthorId = null);

/// <summary>The newest packet.</summary>
public sealed record AppealPacketRow(long PacketId, int LetterVersion, DateTimeOffset At, string By, int Pages, long Bytes, IReadOnlyList<string> Parts, IReadOnlyList<string> Problems, string Hash);

/// <summary>A line of the history.</summary>
public sealed record AppealEventRow(
    DateTimeOffset At, string By, string Event, string To, DateOnly? On, string Channel, string Reference, string Note, decimal? Amount, int? LetterVersion, string LetterHash, string PacketHash);

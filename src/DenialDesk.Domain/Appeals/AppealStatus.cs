namespace DenialDesk.Domain.Appeals;

/// <summary>Where an appeal stands. Written names come from <c>CodeNames</c> (<c>in_review</c>).</summary>
public enum AppealStatus
{
    /// <summary>The letter is being written.</summary>
    Draft,

    /// <summary>Somebody reads the letter before it goes out.</summary>
    InReview,

    /// <summary>Letter and packet are final and checked; it may go out.</summary>
    Ready,

    /// <summary>It is on its way to the payer, with proof.</summary>
    Sent,

    /// <summary>The payer said that it has it.</summary>
    Acknowledged,

    /// <summary>The payer asks for more before it decides.</summary>
    MoreAsked,

    /// <summary>Decided: the payer will pay all of it. The money is confirmed by a remittance alone.</summary>
    Overturned,

    /// <summary>Decided: the payer will pay a part.</summary>
    Partial,

    /// <summary>Decided: the payer holds to its denial.</summary>
    Upheld,

    /// <summary>The payer did not decide it: late, wrong place, a paper missing.</summary>
    Dismissed,

    /// <summary>Given up by us before a decision.</summary>
    Withdrawn,
}

/// <summary>What a person does to an appeal.</summary>
public enum AppealStepKind
{
    /// <summary>Gives the letter to somebody to read.</summary>
    Submit,

    /// <summary>Gives it back to the writer.</summary>
    SendBack,

    /// <summary>Approves exactly this text.</summary>
    Approve,

    /// <summary>Notes that the provider signed.</summary>
    Sign,

    /// <summary>Closes letter and packet.</summary>
    MakeReady,

    /// <summary>Opens them again.</summary>
    BackToDraft,

    /// <summary>Notes that it went out, how, and with what proof.</summary>
    Send,

    /// <summary>The payer said that it has it.</summary>
    Acknowledge,

    /// <summary>The payer asked for more.</summary>
    AskMore,

    /// <summary>What was asked for went out.</summary>
    SendMore,

    /// <summary>The payer decided.</summary>
    Decide,

    /// <summary>Gives it up.</summary>
    Withdraw,
}

/// <summary>One step as somebody asks for it.</summary>
public sealed record AppealStep
{
    /// <summary>What is to be done.</summary>
    public required AppealStepKind Kind { get; init; }

    /// <summary>The day it happened; the practice's day when left out.</summary>
    public DateOnly? On { get; init; }

    /// <summary>The person's words: what has to change, what the payer asked for, the reason it gave.</summary>
    public string? Note { get; init; }

    /// <summary>The number that proves it: portal confirmation, fax receipt, certified mail, control number.</summary>
    public string? Reference { get; init; }

    /// <summary>How it went out.</summary>
    public Payers.Channel? Channel { get; init; }

    /// <summary>The last day to send what was asked for, inclusive.</summary>
    public DateOnly? AnswerBy { get; init; }

    /// <summary>What the payer decided: overturned, partial, upheld or dismissed.</summary>
    public AppealStatus? Outcome { get; init; }

    /// <summary>Dollars the payer says it will pay.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The provider who signed.</summary>
    public string? SignedBy { get; init; }
}

/// <summary>What the rules need to know about an appeal.</summary>
public sealed record AppealFacts
{
    /// <summary>Where it stands.</summary>
    public required AppealStatus Status { get; init; }

    /// <summary>The newest version of its letter, from 1.</summary>
    public int LetterVersion { get; init; } = 1;

    /// <summary>The version somebody approved; nothing before.</summary>
    public int? ApprovedVersion { get; init; }

    /// <summary>Whether who acts wrote the newest letter, where a second person has to approve it.</summary>
    public bool OwnLetter { get; init; }

    /// <summary>Places of the newest letter that still stand in brackets.</summary>
    public IReadOnlyList<string> Holes { get; init; } = [];

    /// <summary>The letter version in the newest packet; nothing when there is none.</summary>
    public int? PacketVersion { get; init; }

    /// <summary>Whether the newest packet was made after the signature.</summary>
    public bool PacketSigned { get; init; }

    /// <summary>Why the payer's channel would not take the packet.</summary>
    public IReadOnlyList<string> PacketProblems { get; init; } = [];

    /// <summary>Whether the payer wants the provider's signature.</summary>
    public bool SignatureAsked { get; init; }

    /// <summary>Whether the provider signed the approved letter.</summary>
    public bool LetterSigned { get; init; }

    /// <summary>Dollars it is about.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The last day of its level, inclusive; nothing when no window is known.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Whether that day is assumed.</summary>
    public bool DueAssumed { get; init; }

    /// <summary>The day it was begun.</summary>
    public required DateOnly OpenedOn { get; init; }

    /// <summary>The day it went out.</summary>
    public DateOnly? SentOn { get; init; }
}

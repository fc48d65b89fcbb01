namespace DenialDesk.Domain.FollowUps;

/// <summary>What was sent to the payer.</summary>
public enum SentKind
{
    /// <summary>A corrected or new claim.</summary>
    Corrected,

    /// <summary>An appeal or reconsideration.</summary>
    Appeal,
}

/// <summary>Why somebody looks again. Written names come from <c>CodeNames</c> (<c>answer_due</c>).</summary>
public enum FollowUpKind
{
    /// <summary>See whether the clearinghouse's and the payer's acknowledgment (277CA) came.</summary>
    Acknowledgment,

    /// <summary>Confirm that the payer has the appeal.</summary>
    Receipt,

    /// <summary>Ask where the claim stands.</summary>
    Status,

    /// <summary>The answer is due.</summary>
    AnswerDue,

    /// <summary>The answer was due and did not come: ask again.</summary>
    Overdue,

    /// <summary>The payer named a day.</summary>
    Promise,

    /// <summary>A person's own reminder.</summary>
    Own,
}

/// <summary>What a call to a payer brought.</summary>
public enum CallResult
{
    /// <summary>They have it and are working on it.</summary>
    InProcess,

    /// <summary>They say that they will pay.</summary>
    WillPay,

    /// <summary>They say that they paid; the remittance will show it.</summary>
    Paid,

    /// <summary>They say that they hold to their decision.</summary>
    Upheld,

    /// <summary>They want something more.</summary>
    MoreInformation,

    /// <summary>They do not have it.</summary>
    NotOnFile,

    /// <summary>Nobody could be reached.</summary>
    NoAnswer,
}

/// <summary>Kinds of follow-ups and results of calls in words.</summary>
public static class FollowUpWords
{
    /// <summary>A follow-up as people say it.</summary>
    public static string Of(FollowUpKind kind) => kind switch
    {
        FollowUpKind.Acknowledgment => "Did the acknowledgment come?",
        FollowUpKind.Receipt => "Confirm they have it",
        FollowUpKind.Status => "Ask where it stands",
        FollowUpKind.AnswerDue => "The answer is due",
        FollowUpKind.Overdue => "The answer is late: ask again",
        FollowUpKind.Promise => "Promised for the day before",
        _ => "Reminder",
    };

    /// <summary>A call's result as people say it.</summary>
    public static string Of(CallResult result) => result switch
    {
        CallResult.InProcess => "In process",
        CallResult.WillPay => "Says it will pay",
        CallResult.Paid => "Says it paid",
        CallResult.Upheld => "Holds to its decision",
        CallResult.MoreInformation => "Wants more information",
        CallResult.NotOnFile => "Has it not on file",
        _ => "Nobody reached",
    };
}

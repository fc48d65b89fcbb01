using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Web.Pages.Queue;

/// <summary>What acts on the queue's rows are called.</summary>
internal static class WorkWords
{
    /// <summary>The button.</summary>
    public static string Verb(WorkAct act) => act switch
    {
        WorkAct.Assign => "Assign",
        WorkAct.PutBack => "Put back",
        WorkAct.Start => "Start",
        WorkAct.Note => "Add note",
        WorkAct.Snooze => "Snooze",
        WorkAct.Wake => "Wake",
        WorkAct.HandOver => "Hand over",
        WorkAct.Escalate => "Ask a lead",
        WorkAct.GiveBack => "Give back",
        WorkAct.WriteOff => "Write off",
        _ => "Skip",
    };

    /// <summary>The same, by its written name.</summary>
    public static string Verb(string act) => Verb(CodeNames.Read<WorkAct>(act));

    /// <summary>The dialog's title, before what it is done to.</summary>
    public static string Title(WorkAct act) => act switch
    {
        WorkAct.PutBack => "Put back in the pool:",
        WorkAct.Start => "Start work on",
        WorkAct.Note => "Add a note to",
        WorkAct.Escalate => "Ask a lead about",
        _ => Verb(act),
    };

    /// <summary>What its words are.</summary>
    public static string Asked(WorkAct act) => act switch
    {
        WorkAct.Snooze => "What it waits for",
        WorkAct.HandOver => "Note for whoever goes on: what is done, what is next",
        WorkAct.Escalate => "What the lead should decide",
        WorkAct.GiveBack => "The answer",
        WorkAct.WriteOff => "Your words (needed while a right is open and it is worth more than it costs)",
        WorkAct.Skip => "In your words (needed for “something else”)",
        _ => "Note",
    };

    /// <summary>A reason for skipping.</summary>
    public static string Skip(string reason) => reason switch
    {
        "waiting_on_somebody" => "Waiting on somebody",
        "not_my_skill" => "Not my skill",
        "missing_information" => "Missing information",
        "wrong_rank" => "Wrong rank",
        _ => "Something else",
    };

    /// <summary>What was done to one denial.</summary>
    public static string Done(WorkAct act, string account) => act switch
    {
        WorkAct.Assign => $"{account} is assigned.",
        WorkAct.PutBack => $"{account} is in the pool again.",
        WorkAct.Start => $"Work on {account} has started.",
        WorkAct.Note => $"The note is on {account}.",
        WorkAct.Snooze => $"{account} is snoozed; it comes back by itself.",
        WorkAct.Wake => $"{account} is back in the queue.",
        WorkAct.HandOver => $"{account} is handed over.",
        WorkAct.Escalate => $"A lead is asked about {account}.",
        WorkAct.GiveBack => $"{account} is given back.",
        WorkAct.WriteOff => $"{account} is written off, or asked for above your limit.",
        _ => $"{account} is skipped; it is not offered to you again today.",
    };
}

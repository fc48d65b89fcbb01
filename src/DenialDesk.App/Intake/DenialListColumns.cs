namespace DenialDesk.App.Intake;

/// <summary>Which column of a list holds what; an empty name means that the list has none. Kept for each source.</summary>
public sealed class DenialListColumns
{
    public string Payer { get; set; } = "";

    public string Number { get; set; } = "";

    public string Date { get; set; } = "";

    public string Account { get; set; } = "";

    public string LastName { get; set; } = "";

    public string FirstName { get; set; } = "";

    public string MemberId { get; set; } = "";

    public string ServiceDate { get; set; } = "";

    public string Procedure { get; set; } = "";

    public string Charge { get; set; } = "";

    public string Paid { get; set; } = "";

    public string Denied { get; set; } = "";

    public string Group { get; set; } = "";

    public string Reason { get; set; } = "";

    public string Remarks { get; set; } = "";

    /// <summary>Everything the desk can use, in its words, with what headers usually call it and whether it cannot do without.</summary>
    public static IReadOnlyList<DenialListField> Fields { get; } =
    [
        new("Payer", true, c => c.Payer, (c, v) => c.Payer = v, ["payer", "insurance", "carrier"]),
        new("Cheque or EFT number", false, c => c.Number, (c, v) => c.Number = v, ["check", "cheque", "eft", "trace"]),
        new("Date of the denial", true, c => c.Date, (c, v) => c.Date = v, ["denial date", "remit date", "post date", "eob date", "payment date"]),
        new("Account number", true, c => c.Account, (c, v) => c.Account = v, ["account", "claim", "control", "ticket", "encounter"]),
        new("Last name", false, c => c.LastName, (c, v) => c.LastName = v, ["last"]),
        new("First name", false, c => c.FirstName, (c, v) => c.FirstName = v, ["first"]),
        new("Member id", false, c => c.MemberId, (c, v) => c.MemberId = v, ["member", "subscriber", "policy"]),
        new("Service date", false, c => c.ServiceDate, (c, v) => c.ServiceDate = v, ["dos", "service date", "date of service"]),
        new("Procedure", true, c => c.Procedure, (c, v) => c.Procedure = v, ["procedure", "cpt", "hcpcs"]),
        new("Charge", true, c => c.Charge, (c, v) => c.Charge = v, ["charge", "billed"]),
        new("Paid", false, c => c.Paid, (c, v) => c.Paid = v, ["paid"]),
        new("Denied", false, c => c.Denied, (c, v) => c.Denied = v, ["denied amount", "denied"]),
        new("Group code", false, c => c.Group, (c, v) => c.Group = v, ["group"]),
        new("Reason code", true, c => c.Reason, (c, v) => c.Reason = v, ["carc", "reason", "denial code"]),
        new("Remark codes", false, c => c.Remarks, (c, v) => c.Remarks = v, ["rarc", "remark"]),
    ];

    /// <summary>A first guess from the headers.</summary>
    public static DenialListColumns Guess(IReadOnlyList<string> headers)
    {
        var columns = new DenialListColumns();
        foreach (var field in Fields)
        {
            var found = field.Usual.Select(word => headers.FirstOrDefault(h => h.Contains(word, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(h => h is not null);
            if (found is not null) { field.Write(columns, found); }
        }

        return columns;
    }
}

/// <summary>One thing a list may hold.</summary>
public sealed record DenialListField(string Name, bool Required, Func<DenialListColumns, string> Read, Action<DenialListColumns, string> Write, string[] Usual);

using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Deadlines;
using DenialDesk.Domain.Payers;

namespace DenialDesk.Web.Pages.Payers;

/// <summary>What is known of a payer while it is being edited; every field as the form has it.</summary>
public sealed class ConductForm
{
    public string Phone { get; set; } = "";

    public string Address { get; set; } = "";

    public string CorrectedAs { get; set; } = "either";

    public int? QuietDays { get; set; }

    public int? ResponseDays { get; set; }

    public bool ProviderSigns { get; set; }

    public string Note { get; set; } = "";

    public List<ChannelForm> Channels { get; } = [];

    public List<ContactForm> Contacts { get; } = [];

    /// <summary>One channel.</summary>
    public sealed class ChannelForm
    {
        public string Step { get; set; } = "";

        public string Channel { get; set; } = "portal";

        public string Where { get; set; } = "";

        public string Form { get; set; } = "";

        public string FileTypes { get; set; } = "";

        public int? MaxFiles { get; set; }

        public int? MaxMegabytes { get; set; }

        public string Note { get; set; } = "";
    }

    /// <summary>One contact.</summary>
    public sealed class ContactForm
    {
        public string Role { get; set; } = "";

        public string Name { get; set; } = "";

        public string Phone { get; set; } = "";

        public string Email { get; set; } = "";
    }

    public static ConductForm Of(PayerConduct conduct)
    {
        var form = new ConductForm
        {
            Phone = conduct.Phone ?? "",
            Address = conduct.Address ?? "",
            CorrectedAs = conduct.CorrectedAs.Text(),
            QuietDays = conduct.QuietDays,
            ResponseDays = conduct.ResponseDays,
            ProviderSigns = conduct.ProviderSigns,
            Note = conduct.Note ?? "",
        };
        form.Channels.AddRange(conduct.Channels.Select(c => new ChannelForm
        {
            Step = c.Step?.Text() ?? "",
            Channel = c.Channel.Text(),
            Where = c.Where,
            Form = c.Form ?? "",
            FileTypes = c.FileTypes ?? "",
            MaxFiles = c.MaxFiles,
            MaxMegabytes = c.MaxMegabytes,
            Note = c.Note ?? "",
        }));
        form.Contacts.AddRange(conduct.Contacts.Select(c => new ContactForm { Role = c.Role, Name = c.Name ?? "", Phone = c.Phone ?? "", Email = c.Email ?? "" }));
        return form;
    }

    public PayerConduct ToConduct() => new()
    {
        Phone = Blank(Phone),
        Address = Blank(Address),
        CorrectedAs = CodeNames.Read<CorrectedHabit>(CorrectedAs),
        QuietDays = QuietDays,
        ResponseDays = ResponseDays,
        ProviderSigns = ProviderSigns,
        Note = Blank(Note),
        Channels = [.. Channels.Select(c => new PayerChannel(
            CodeNames.TryRead<WindowAction>(c.Step), CodeNames.Read<Channel>(c.Channel), c.Where.Trim(), Blank(c.Form), Blank(c.FileTypes), c.MaxFiles, c.MaxMegabytes, Blank(c.Note)))],
        Contacts = [.. Contacts.Select(c => new PayerContact(c.Role.Trim(), Blank(c.Name), Blank(c.Phone), Blank(c.Email)))],
    };

    private static string? Blank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

// Reason for length: one row for each page and role, beside what is asked of each.
using System.Net;
using System.Reflection;
using DenialDesk.Domain.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;

namespace DenialDesk.Web.Tests.Hosting;

/// <summary>Who may open what. A page or endpoint without a row here is red.</summary>
public sealed class PageMatrixTests(Site site) : IClassFixture<Site>
{
    private const string Anyone = "anyone";
    private const string SignedIn = "biller lead manager admin auditor";
    private const string Workers = "biller lead manager admin";
    private const string Leads = "lead manager admin auditor";
    private const string Managers = "manager admin auditor";
    private const string Assigners = "lead manager admin";
    private const string Lookers = "admin auditor";
    private const string Admins = "admin";

    private static readonly Dictionary<string, string> Table = new(StringComparer.Ordinal)
    {
        [Routes.Home] = SignedIn,
        [Routes.SignIn] = Anyone,
        [Routes.SignOut] = Anyone,
        [Routes.Password] = SignedIn,
        [Routes.SecondStep] = Anyone,           // leads to sign-in without a right password
        [Routes.Prove] = SignedIn,
        [Routes.PasskeyProve] = SignedIn,
        [Routes.SecondFactor] = SignedIn,
        [Routes.Passkeys] = SignedIn,
        [Routes.PasskeyChallenge] = Anyone,
        [Routes.PasskeySignIn] = Anyone,
        [Routes.PasskeyOptions] = SignedIn,
        [Routes.PasskeyAdd] = SignedIn,
        [Routes.Invited] = Anyone,              // a secret of its own in the link: InvitationTests
        [Routes.Sessions] = SignedIn,
        [Routes.Active] = SignedIn,
        [Routes.NotAllowed] = SignedIn,
        [Routes.Theme] = SignedIn,
        [Routes.Setup] = Anyone,
        [Routes.Error] = Anyone,
        [Routes.NotFound] = Anyone,
        [Routes.Help] = SignedIn,
        [Routes.Today] = Leads,
        [Routes.Queue] = SignedIn,
        [Routes.QueueCsv] = SignedIn,
        [Routes.Appeals] = SignedIn,
        [Routes.AppealsCsv] = SignedIn,
        [Routes.Appeal] = SignedIn,
        [Routes.AppealPacket] = SignedIn,
        [Routes.ProofPacket] = SignedIn,
        [Routes.BulkRuns] = Workers,
        [Routes.BulkRun] = Workers,
        [Routes.BulkRunCsv] = Workers,
        [Routes.Skips] = Assigners,
        [Routes.SkipsCsv] = Assigners,
        [Routes.Calendar] = SignedIn,
        [Routes.Notices] = SignedIn,
        [Routes.NoticesCsv] = SignedIn,
        [Routes.Expired] = SignedIn,
        [Routes.ExpiredCsv] = SignedIn,
        [Routes.CalendarCsv] = SignedIn,
        [Routes.CalendarFeed] = Anyone,         // a secret of its own, never a cookie: CalendarTests
        [Routes.Denial] = SignedIn,
        [Routes.Corrections] = SignedIn,
        [Routes.CorrectionsCsv] = SignedIn,
        [Routes.Correction] = Workers,
        [Routes.CorrectionFile] = Workers,
        [Routes.CorrectionPrint] = Workers,
        [Routes.Checklists] = Admins,
        [Routes.ChecklistsCsv] = Admins,
        [Routes.Remittances] = SignedIn,
        [Routes.RemittanceFile] = SignedIn,
        [Routes.RemittanceDetail] = SignedIn,
        [Routes.RemittancesCsv] = SignedIn,
        [Routes.Certificate] = SignedIn,
        [Routes.CertificatePdf] = SignedIn,
        [Routes.Ledger] = SignedIn,
        [Routes.Quarantine] = SignedIn,
        [Routes.Held] = SignedIn,
        [Routes.QuarantineCsv] = SignedIn,
        [Routes.Alerts] = Leads,
        [Routes.AlertsCsv] = Leads,
        [Routes.AlertRows] = Leads,
        [Routes.AlertRowsCsv] = Leads,
        [Routes.Prevention] = Leads,
        [Routes.PreventionCsv] = Leads,
        [Routes.PreventionAction] = Leads,
        [Routes.ClaimCheckPage] = Workers,
        [Routes.ClaimCheckCsv] = Workers,
        [Routes.ClaimRules] = SignedIn,
        [Routes.ClaimRulesCsv] = SignedIn,
        [Routes.ClaimRule] = "manager admin",
        [Routes.DepartmentLinks] = "manager admin",
        [Routes.DepartmentLinksCsv] = "manager admin",
        [Routes.DepartmentPage] = Anyone,       // a secret of its own in the link: PreventionJourneyTests
        [Routes.NewPreventionAction] = "manager admin",
        [Routes.Audit] = Managers,
        [Routes.AuditCsv] = Managers,
        [Routes.Unmatched] = SignedIn,
        [Routes.UnmatchedCsv] = SignedIn,
        [Routes.Match] = SignedIn,
        [Routes.NonResponse] = SignedIn,
        [Routes.NonResponseCsv] = SignedIn,
        [Routes.Rejections] = SignedIn,
        [Routes.RejectionsCsv] = SignedIn,
        [Routes.Rejection] = SignedIn,
        [Routes.FreshClaim] = Workers,
        [Routes.Upload] = Workers,
        [Routes.EnterRemittance] = Workers,
        [Routes.Scan] = SignedIn,
        [Routes.DenialList] = Workers,
        [Routes.DocumentAdd] = Workers,
        [Routes.Document] = SignedIn,
        [Routes.DocumentRequests] = SignedIn,
        [Routes.DocumentRequestsCsv] = SignedIn,
        [Routes.DocumentRules] = Admins,
        [Routes.DocumentRulesCsv] = Admins,
        [Routes.FollowUps] = SignedIn,
        [Routes.FollowUpsCsv] = SignedIn,
        [Routes.Calls] = SignedIn,
        [Routes.CallsCsv] = SignedIn,
        [Routes.Effort] = Leads,
        [Routes.EffortCsv] = Leads,
        [Routes.TodayFile] = Leads,
        [Routes.FiveQuestions] = Leads,
        [Routes.FiveQuestionsFile] = Leads,
        [Routes.DenialAudit] = Leads,
        [Routes.DenialAuditFile] = Leads,
        [Routes.Reviews] = Leads,
        [Routes.ReviewFile] = Leads,
        [Routes.Team] = Leads,
        [Routes.TeamFile] = Leads,
        [Routes.Work] = Leads,
        [Routes.WorkCsv] = Leads,
        [Routes.Dossier] = Leads,
        [Routes.DossierFile] = Leads,
        [Routes.Numbers] = Leads,
        [Routes.NumbersCsv] = Leads,
        [Routes.NumbersXlsx] = Leads,
        [Routes.NumbersPdf] = Leads,
        [Routes.Number] = Leads,
        [Routes.NumberMonth] = Leads,
        [Routes.NumberRowsCsv] = Leads,
        [Routes.NumberZones] = Admins,
        [Routes.Trends] = Leads,
        [Routes.TrendsCsv] = Leads,
        [Routes.Calibration] = Leads,
        [Routes.CalibrationCsv] = Leads,
        [Routes.Odds] = SignedIn,
        [Routes.OddsCsv] = SignedIn,
        [Routes.Breakdown] = Leads,
        [Routes.BreakdownCsv] = Leads,
        [Routes.BreakdownXlsx] = Leads,
        [Routes.BreakdownPdf] = Leads,
        [Routes.BreakdownRows] = Leads,
        [Routes.BreakdownRowsCsv] = Leads,
        [Routes.Reports] = Leads,
        [Routes.ReportFile] = Leads,
        [Routes.Codes] = SignedIn,
        [Routes.CodesCsv] = SignedIn,
        [Routes.CodeSet] = Admins,
        [Routes.ReprocessCsv] = Admins,
        [Routes.Payers] = SignedIn,
        [Routes.Payer] = SignedIn,
        [Routes.PayersCsv] = SignedIn,
        [Routes.Practices] = Lookers,
        [Routes.Practice] = Lookers,
        [Routes.Settings] = Admins,
        [Routes.SettingsCsv] = Admins,
        [Routes.RootCauses] = Admins,
        [Routes.RootCausesCsv] = Admins,
        [Routes.WriteOffReasons] = Admins,
        [Routes.WriteOffReasonsCsv] = Admins,
        [Routes.Underpayments] = SignedIn,
        [Routes.UnderpaymentsCsv] = SignedIn,
        [Routes.Fees] = SignedIn,
        [Routes.Disputes] = SignedIn,
        [Routes.Dispute] = SignedIn,
        [Routes.HandOffs] = SignedIn,
        [Routes.HandOffsCsv] = SignedIn,
        [Routes.HandOverFile] = Workers,
        [Routes.Secondary] = Workers,
        [Routes.SecondaryFile] = Workers,
        [Routes.WriteOffs] = SignedIn,
        [Routes.WriteOffsCsv] = SignedIn,
        [Routes.WriteOffProposals] = SignedIn,
        [Routes.WriteOffProposalsCsv] = SignedIn,
        [Routes.Letter] = Workers,
        [Routes.Templates] = Admins,
        [Routes.TemplatesCsv] = Admins,
        [Routes.Template] = Admins,
        [Routes.Routing] = Assigners,
        [Routes.RoutingCsv] = Assigners,
        [Routes.People] = Lookers,
        [Routes.Person] = Lookers,
        [Routes.Invitations] = Lookers,
        [Routes.InvitationsCsv] = Lookers,
        [Routes.PeopleCsv] = Lookers,
        [Routes.ApiKeys] = Lookers,
        [Routes.ApiFiles] = Anyone,             // an API key, never a cookie: FilesApiTests
        [Routes.ApiFile] = Anyone,
        [Routes.Health] = Lookers,
        [Routes.Metrics] = Anyone,              // from this machine, with an API key or as one who sees the jobs: HealthTests
        [Routes.Jobs] = Lookers,
        [Routes.Journal] = Lookers,
        [Routes.JournalCsv] = Lookers,
        ["/{**path:file}"] = Anyone,            // a file that is not there: 404
        ["/health/live"] = Anyone,
        ["/health/ready"] = Anyone,
    };

    [Fact]
    public void Every_page_and_endpoint_has_a_row()
    {
        var unknown = Endpoints().Select(Pattern).Concat(Pages().SelectMany(p => p.GetCustomAttributes<RouteAttribute>().Select(r => r.Template))).Distinct().Where(p => !Table.ContainsKey(p));

        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_page_says_itself_who_may_see_it()
        => Assert.Empty(Pages().Where(p => p.GetCustomAttribute<AuthorizeAttribute>() is null && p.GetCustomAttribute<AllowAnonymousAttribute>() is null).Select(p => p.Name));

    [Fact]
    public async Task Nobody_gets_past_sign_in_without_one()
    {
        using var visitor = site.Visit();
        foreach (var endpoint in Endpoints().Where(e => Table.GetValueOrDefault(Pattern(e)) != Anyone))
        {
            using var answer = await AskAsync(visitor, endpoint);

            var sentToSignIn = answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains(Routes.SignIn, StringComparison.Ordinal);
            Assert.True(sentToSignIn || answer.StatusCode == HttpStatusCode.Unauthorized, $"{Pattern(endpoint)} answered {(int)answer.StatusCode} to nobody in particular");
        }
    }

    [Theory]
    [InlineData("biller")]
    [InlineData("lead")]
    [InlineData("manager")]
    [InlineData("admin")]
    [InlineData("auditor")]
    public async Task Each_role_opens_what_the_table_says(string role)
    {
        Assert.Contains(role, Roles.All);
        using var visitor = await site.VisitAsAsync(role);
        foreach (var endpoint in Endpoints().Where(e => IsGet(e) && Table.GetValueOrDefault(Pattern(e), Anyone) != Anyone))
        {
            using var answer = await AskAsync(visitor, endpoint);

            var refused = answer.StatusCode is HttpStatusCode.Forbidden
                || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains(Routes.NotAllowed, StringComparison.Ordinal));
            var allowed = Table[Pattern(endpoint)].Split(' ').Contains(role);
            Assert.True(refused != allowed, $"{role} on {Pattern(endpoint)}: {(int)answer.StatusCode}, the table says {(allowed ? "yes" : "no")}");
        }
    }

    [Fact]
    public async Task Whoever_has_given_one_factor_of_two_or_was_shut_out_opens_nothing()
    {
        var ids = new List<Guid>();
        foreach (var email in new[] { "half@desk.example", "gone@desk.example" })
        {
            var made = await site.Get<App.People.ManagePeople>().Run(
                new() { Act = App.People.ManagePeople.Act.Add, Name = "Hal Half", Email = email, Role = "admin", DemoPassword = Site.Password }, App.People.Actor.Desk, TestContext.Current.CancellationToken);
            ids.Add(made.UserId!.Value);
        }

        await site.ScalarAsync<object>($"update identity_users set two_factor_enabled = true where id = '{ids[0]}'");
        using var half = site.Visit();
        (await half.SignInAsync("half@desk.example", Site.Password)).Dispose();
        using var gone = site.Visit();
        (await gone.SignInAsync("gone@desk.example", Site.Password)).Dispose();
        await site.ScalarAsync<object>($"update identity_users set disabled_at = now() where id = '{ids[1]}'");
        foreach (var endpoint in Endpoints().Where(e => Table.GetValueOrDefault(Pattern(e)) != Anyone))
        {
            foreach (var visitor in new[] { half, gone })
            {
                using var answer = await AskAsync(visitor, endpoint);
                var sentToSignIn = answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains(Routes.SignIn, StringComparison.Ordinal);
                Assert.True(sentToSignIn || answer.StatusCode == HttpStatusCode.Unauthorized, $"{Pattern(endpoint)} answered {(int)answer.StatusCode}");
            }
        }
    }

    private static IEnumerable<Type> Pages() => typeof(Routes).Assembly.GetTypes().Where(t => t.GetCustomAttributes<RouteAttribute>().Any());

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static bool IsGet(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET");

    private static Task<HttpResponseMessage> AskAsync(Visitor visitor, RouteEndpoint endpoint)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(Pattern(endpoint), @"\{[^}]*\}", hole => hole.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : "1");
        return visitor.SendAsync(IsGet(endpoint) ? HttpMethod.Get : HttpMethod.Post, path, ("Origin", visitor.Url));
    }

    /// <summary>Everything the desk answers to, except its own files and Blazor's connection, which have tests of their own.</summary>
    private IEnumerable<RouteEndpoint> Endpoints()
        => site.Get<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().DistinctBy(e => (Pattern(e), IsGet(e)))
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null)
            .Where(e => !Pattern(e).StartsWith("/_blazor", StringComparison.Ordinal) && !Pattern(e).StartsWith("/_framework", StringComparison.Ordinal));
}

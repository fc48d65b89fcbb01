using System.Globalization;
using DenialDesk.Web.Commands;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo("en-US");
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-US");
return await CommandLine.RunAsync(args);

/// <summary>Named so that tests can find the entry point.</summary>
public partial class Program;

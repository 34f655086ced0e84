/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hoso: language and settings first, since both must stand before GTK starts; then the application. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-app-places.h"
#include "app/hs-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (HsApplication) application = NULL;

  /* spec-portal.md, "HTTP rules"; before any thread is started */
  g_setenv ("SOUP_FORCE_HTTP1", "1", TRUE);
  settings = hs_app_places_open_settings (&error);
  if (settings == NULL)
    {
      g_printerr ("hoso: %s\n", error->message);
      return 1;
    }
  hs_app_places_set_language (settings);
  g_set_application_name ("Hồ Sơ");
  application = hs_application_new (settings);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

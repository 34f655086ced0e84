/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the settings schema and the translations are, installed or in the build tree. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-app-places.h"

#include <glib/gi18n.h>
#include <locale.h>

/* A path beside the build tree's root, when the program runs from <build>/src/ui. NULL: it does not. */
static char *
find_in_build_tree (const char *relative)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *path = NULL;

  if (folder == NULL)
    return NULL;
  path = g_build_filename (folder, "..", "..", relative, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static GSettingsSchema *
look_up_in (const char *folder)
{
  g_autoptr (GSettingsSchemaSource) source = NULL;

  if (folder == NULL)
    return NULL;
  source = g_settings_schema_source_new_from_directory (
    folder, g_settings_schema_source_get_default (), TRUE, NULL);
  return source != NULL ? g_settings_schema_source_lookup (source, HS_APP_ID, FALSE) : NULL;
}

GSettings *
hs_app_places_open_settings (GError **error)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autofree char *compiled = find_in_build_tree ("data/gschemas.compiled");
  g_autofree char *beside = compiled != NULL ? g_path_get_dirname (compiled) : NULL;
  GSettingsSchemaSource *system = g_settings_schema_source_get_default ();

  schema = look_up_in (beside);
  if (schema == NULL && system != NULL)
    schema = g_settings_schema_source_lookup (system, HS_APP_ID, TRUE);
  if (schema == NULL)
    schema = look_up_in (HS_PKGDATADIR "/../glib-2.0/schemas");
  if (schema == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   "the settings schema %s is not installed; set GSETTINGS_SCHEMA_DIR", HS_APP_ID);
      return NULL;
    }
  return g_settings_new_full (schema, NULL, NULL);
}

void
hs_app_places_set_language (GSettings *settings)
{
  g_autofree char *language =
    settings != NULL ? g_settings_get_string (settings, "language") : g_strdup ("vi");
  g_autofree char *folder = find_in_build_tree ("po");
  const char *forced = g_getenv ("HOSO_LANGUAGE");
  const char *locale_dir = g_getenv ("HOSO_LOCALE_DIR");

  if (forced != NULL && *forced != '\0')
    {
      g_free (language);
      language = g_strdup (forced);
    }
  if (!g_str_equal (language, "en"))
    {
      g_free (language);
      language = g_strdup ("vi");
    }
  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "");
  /* gettext translates nothing in the "C" locale, whatever LANGUAGE says; GTK sets the locale once more from
   * the environment */
  if (g_strcmp0 (setlocale (LC_MESSAGES, NULL), "C") == 0 ||
      g_strcmp0 (setlocale (LC_MESSAGES, NULL), "POSIX") == 0)
    {
      g_setenv ("LC_ALL", "C.UTF-8", TRUE);
      setlocale (LC_ALL, "");
    }
  if (locale_dir == NULL)
    locale_dir = folder != NULL ? folder : HS_LOCALEDIR;
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

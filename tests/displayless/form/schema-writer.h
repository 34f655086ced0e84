/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _SchemaWriter SchemaWriter;

SchemaWriter *schema_writer_new (guint32 seed);
void schema_writer_free (SchemaWriter *self);
/* Appends one line {"uri", "schema", "instances"}; number makes the URI. */
void schema_writer_write (SchemaWriter *self, GString *out, guint number, guint n_instances);

G_END_DECLS

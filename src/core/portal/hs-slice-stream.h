/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Private to portal: exactly `length` bytes of another stream. Ending earlier is an error, which is kept. */
#define HS_TYPE_SLICE_STREAM (hs_slice_stream_get_type ())
G_DECLARE_FINAL_TYPE (HsSliceStream, hs_slice_stream, HS, SLICE_STREAM, GInputStream)

HsSliceStream *hs_slice_stream_new (GInputStream *base, guint64 length) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer full) (nullable): why reading failed, apart from cancelling. Thread: any. */
GError *hs_slice_stream_dup_failure (HsSliceStream *self);

G_END_DECLS

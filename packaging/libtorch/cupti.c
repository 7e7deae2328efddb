// SPDX-License-Identifier: GPL-3.0-or-later
// A stand-in for NVIDIA's profiling library, see cudart.c. Each call but two takes what it is given and fails.
#include <stdint.h>

enum { kNotInitialised = 15 };
#define REFUSED(name) \
  int name(void) { return kNotInitialised; }

REFUSED(cuptiActivityDisable)
REFUSED(cuptiActivityEnable)
REFUSED(cuptiActivityEnableCudaEventDeviceTimestamps)
REFUSED(cuptiActivityEnableDriverApi)
REFUSED(cuptiActivityEnableRuntimeApi)
REFUSED(cuptiActivityFlushAll)
REFUSED(cuptiActivityGetNextRecord)
REFUSED(cuptiActivityGetNumDroppedRecords)
REFUSED(cuptiActivityPopExternalCorrelationId)
REFUSED(cuptiActivityPushExternalCorrelationId)
REFUSED(cuptiActivityRegisterCallbacks)
REFUSED(cuptiActivityRegisterTimestampCallback)
REFUSED(cuptiActivitySetAttribute)
REFUSED(cuptiEnableCallback)
REFUSED(cuptiEnableDomain)
REFUSED(cuptiFinalize)
REFUSED(cuptiSubscribe)
REFUSED(cuptiUnsubscribe)

int cuptiGetVersion(uint32_t* version) {
  if (version) *version = 0;
  return kNotInitialised;
}
int cuptiGetResultString(int result, const char** text) {
  (void)result;
  if (text) *text = "no CUDA in this package";
  return 0;
}
